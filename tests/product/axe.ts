import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe has against the page as it stands, with its real colours. */
export async function violations(page: Page, path: string): Promise<string[]> {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    // axe put itself on the window a line above.
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.map((each) => `${each.id}: ${each.nodes[0]?.html.slice(0, 160)}`)
  })
  return found.map((each) => `${path} ${each}`)
}
