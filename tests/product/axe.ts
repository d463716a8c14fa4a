import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { picture } from './product.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What of a page the dark look changes: its elements are the same. */
const COLOURS = ['color-contrast', 'link-in-text-block']

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1280, rules: null },
  { name: 'dark', colorScheme: 'dark', width: 1280, rules: COLOURS },
  { name: 'narrow', colorScheme: 'light', width: 420, rules: null },
] as const

/** Hundreds of them, for whoever wants to look: drawing them takes longer than one would think. */
const PICTURES_OF_ALL = process.env['PICTURES'] !== undefined

/** Once all that the page asked for has come. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
}

/** What axe has against the page as it stands, with its real colours. */
export async function violations(
  page: Page,
  path: string,
  rules: readonly string[] | null = null,
): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window)
  if (!isThere) await page.evaluate(axe)
  const found = await page.evaluate(async (values) => {
    // axe put itself on the window before.
    const { axe } = window as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
    }
    const { violations } = await axe.run(values ? { runOnly: { type: 'rule', values } } : {})
    return violations.map((each) => `${each.id}: ${each.nodes[0]?.html.slice(0, 160)}`)
  }, rules)
  return found.map((each) => `${path} ${each}`)
}

/**
 * The same in the light, in the dark and on a narrow screen, and with what `also` has against it; with `PICTURES=1`
 * each leaves a picture. The page is loaded once: only its style answers to the look, never a script.
 */
export async function violationsInEveryLook(
  page: Page,
  path: string,
  name: string,
  also: (path: string) => Promise<string[]> = async () => [],
): Promise<string[]> {
  const wrong: string[] = []
  for (const look of LOOKS) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: look.width, height: 800 })
    await redrawn(page)
    const where = `${path} (${look.name})`
    wrong.push(...(await violations(page, where, look.rules)), ...(await also(where)))
    if (PICTURES_OF_ALL) await picture(page, `${name}-${look.name}`)
  }
  return wrong
}

/** Whoever watches sizes has answered, and no colour is on its way to another any more. */
const redrawn = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    do {
      await frame()
      await frame()
    } while (document.getAnimations().some((each) => each instanceof CSSTransition))
  })
