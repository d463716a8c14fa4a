import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeEmbeddedPostgres } from '@tieout/platform/embedded'
import { chromium, type Browser, type Page } from 'playwright-core'
import { showOnFailure } from './shown-on-failure.ts'

export const browserPath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

export const PICTURES = join(process.cwd(), 'test-results', 'screens')

export interface Product {
  origin: string
  home: string
  /** Everything it printed. */
  said(): string
  /** As Ctrl-C does; answers the exit code, and forgets the data unless they are to be kept. */
  stop(options?: { keep: boolean }): Promise<number | null>
  /** As the kernel does when memory is short. */
  kill(): Promise<void>
}

/** The product as a newcomer starts it: the real command, a free port, data of its own. */
export async function startProduct(
  options: { home?: string; env?: Record<string, string>; args?: string[] } = {},
): Promise<Product> {
  mkdirSync(PICTURES, { recursive: true })
  const port = await freePort()
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'tieout-product-')))
  const child = spawn(
    'node',
    [
      '--disable-warning=ExperimentalWarning',
      'scripts/start.ts',
      '--port',
      String(port),
      ...(options.args ?? []),
    ],
    {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        TIEOUT_DATA_DIR: home,
        DATABASE_URL: '',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('Ctrl-C stops it')) ready()
      })
    }
    child.once('exit', () => failed(new Error(`the product did not start:\n${output}`)))
  })
  return {
    origin: `http://localhost:${port}`,
    home,
    said: () => output,
    async stop({ keep } = { keep: false }) {
      child.kill('SIGINT')
      const code = await ended
      if (keep) return code
      rmSync(home, { recursive: true, force: true })
      await removeEmbeddedPostgres(join(home, 'postgres'))
      return code
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}

/** A page that fails the test when the browser complains: about our scripts, our policy, our markup. */
export async function newPage(
  browser: Browser,
  options: { dark?: boolean; width?: number } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-US',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  showOnFailure(page)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A refused request is something the screens show; it is no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  return { page, complaints }
}

export async function signIn(page: Page, origin: string, email: string, where = '/sign-in'): Promise<void> {
  await page.goto(`${origin}${where}`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('ledger-lantern-42')
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
