import { screen, within } from '@testing-library/react'
import { anId } from '../../../../packages/billing/src/testing/invoices.ts'
import type { Locale } from '../../i18n/locales.ts'
import type { ScreenOptions } from '../render-screen.tsx'
import { custodyScreens } from './screen-plugin.tsx'

/** The module plugged into a test of screens. */
export const plugged = async (options: ScreenOptions = {}): Promise<ScreenOptions> => ({
  plugins: [custodyScreens],
  pluginWords: await custodyScreens.messages((options.locale ?? 'en') as Locale),
  session: { features: ['custody'] },
  ...options,
})

export const held = { invoiceId: anId(1), number: 'INV-1042', heldBecause: 'the court wants it' }

export const settingsTabs = () =>
  within(screen.getByRole('navigation', { name: 'Settings' }))
    .getAllByRole('link')
    .map((link) => link.textContent)
