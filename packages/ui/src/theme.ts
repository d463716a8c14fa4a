export type ThemeChoice = 'light' | 'dark' | 'system'

export const themeChoices: readonly ThemeChoice[] = ['light', 'dark', 'system']

/** The tokens follow `data-theme`; a server can render the same attribute to avoid a flash. */
export function applyTheme(choice: ThemeChoice): void {
  document.documentElement.dataset.theme = choice
}
