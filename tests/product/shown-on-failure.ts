import type { Page } from 'playwright-core'
import { afterEach } from 'vitest'

const pages = new Set<Page>()

/** What stood on the screen is what explains a failed walk: it is told with the failure. */
export function showOnFailure(page: Page): void {
  pages.add(page)
  page.once('close', () => pages.delete(page))
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || pages.size === 0) return
  const shown = await Promise.all([...pages].map(describe))
  throw new Error(shown.join('\n\n'))
})

async function describe(page: Page): Promise<string> {
  const seen = await page
    .locator('body')
    .ariaSnapshot({ timeout: 5000 })
    .catch((reason) => `nothing to be read: ${reason}`)
  return `${page.url()} showed:\n${seen.slice(0, 6000)}`
}
