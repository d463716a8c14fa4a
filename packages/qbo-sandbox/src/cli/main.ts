import { createDesk } from '../desk/desk.ts'
import { adjustableClock } from '../chaos/clock.ts'
import { startServer } from '../http/server.ts'
import { systemClock } from '../ports.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { startCourier } from '../webhooks/courier.ts'
import { createKeeper, type Keeper } from './keeper.ts'
import { Misuse, USAGE, optionsFrom, type CommandOptions } from './options.ts'
import { readState, writeState } from './state-file.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  const options = optionsFrom(process.argv.slice(2))
  if (options === 'help') process.stdout.write(USAGE)
  else await run(options)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof Misuse ? 2 : 1
}

async function run(options: CommandOptions): Promise<void> {
  const { sandbox, keeper } = opened(options)
  const server = await startServer({
    handle(request) {
      // Reading changes nothing, unless a fault does.
      const mayChange = request.method !== 'GET' || sandbox.chaos.isArmed()
      const answer = sandbox.handle(request)
      if (mayChange) keeper?.changed()
      return answer
    },
    port: options.port,
    host: options.host,
    report: (error) => say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  sandbox.setOrigin(server.url)
  if (options.webhook !== undefined) sandbox.webhooks.subscribe(options.webhook)
  const courier = startCourier({
    webhooks: sandbox.webhooks,
    clock: sandbox.clock,
    afterwards: () => keeper?.changed(),
  })
  const end = () => {
    courier.stop()
    // Nothing more is read from whoever started it; else that would keep the process.
    process.stdin.destroy()
    void server.close().then(() => keeper?.close())
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  if (options.attached) process.stdin.on('error', end).once('close', end).resume()
  announce(sandbox, server.url)
}

/** One line for programs; people see the same. */
function announce(sandbox: Sandbox, url: string): void {
  const [app] = sandbox.oauth.state.apps
  const realms = sandbox.companies().map(({ realmId, name }) => ({ realmId, name }))
  const line = { url, clientId: app?.clientId, clientSecret: app?.clientSecret, realms }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** The sandbox as the file left it, or a new one; and who writes the file, when there is one. */
function opened(options: CommandOptions): { sandbox: Sandbox; keeper?: Keeper } {
  const { state: path, seed, app, companies } = options
  const saved = path === undefined ? undefined : found(path)
  const sandbox = createSandbox({
    seed,
    app,
    logSize: 500,
    companies: saved === undefined ? companies : [],
    clock: adjustableClock(systemClock),
  })
  sandbox.mount(createDesk(sandbox))
  if (path === undefined) return { sandbox }
  if (saved !== undefined) {
    restore(sandbox, path, saved)
    adjust(sandbox, path, options)
    say(`Companies and tokens are as ${path} left them.`)
  }
  const save = () => writeState(path, sandbox.snapshot())
  try {
    save()
  } catch (error) {
    throw new Error(`The state file ${path} cannot be written (${(error as Error).message}).`, {
      cause: error,
    })
  }
  const report = (error: unknown) => say(`The state could not be saved: ${(error as Error).message}`)
  return { sandbox, keeper: createKeeper({ save, report, clock: systemClock }) }
}

function found(path: string): string | undefined {
  try {
    return readState(path)
  } catch (error) {
    throw new Error(`The state file ${path} cannot be read (${(error as Error).message}).`, { cause: error })
  }
}

function restore(sandbox: Sandbox, path: string, text: string): void {
  try {
    sandbox.restore(text)
  } catch (error) {
    const why = (error as Error).message.replace(/\.$/, '')
    const sentence = `The state file ${path} cannot be used (${why}); it was left as it is, move it away to begin anew.`
    throw new Error(sentence, { cause: error })
  }
}

/** The app of the file stays; options may give it another secret and other addresses, not another id. */
function adjust(sandbox: Sandbox, path: string, { app, appWasNamed }: CommandOptions): void {
  const { state } = sandbox.oauth
  const [known, ...others] = state.apps
  if (known === undefined) return
  if (appWasNamed && app.clientId !== known.clientId)
    throw new Error(
      `The state file ${path} belongs to the client id ${known.clientId}; give that one or none.`,
    )
  const clientSecret = appWasNamed ? app.clientSecret : known.clientSecret
  state.apps = [{ ...known, clientSecret, redirectUris: app.redirectUris ?? known.redirectUris }, ...others]
}
