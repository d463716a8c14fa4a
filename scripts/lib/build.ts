import { spawn } from 'node:child_process'

/** Turbo remembers by the content of the sources, so an unchanged build takes no time. */
export async function buildPages(): Promise<void> {
  let said = ''
  const child = spawn('turbo', ['run', 'build', '--filter=@tieout/server', '--ui=stream'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group: on Ctrl-C we end it in our order.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed)
    child.once('exit', done)
  })
  if (code !== 0) throw new Error(`The pages could not be built:\n${said.slice(-4000)}`)
}
