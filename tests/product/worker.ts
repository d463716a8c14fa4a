import { spawn } from 'node:child_process'

export interface Worker {
  said(): string
  /** As Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>
  /** As the kernel does when memory is short. */
  kill(): Promise<void>
}

/** A worker beside a product that runs with these data, ready for work. */
export async function startWorker(home: string, env: Record<string, string> = {}): Promise<Worker> {
  const child = spawn('node', ['--disable-warning=ExperimentalWarning', 'scripts/worker.ts'], {
    env: { ...process.env, NODE_ENV: 'production', TIEOUT_DATA_DIR: home, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('is ready after')) ready()
      })
    }
    child.once('exit', () => failed(new Error(`the worker did not start:\n${output}`)))
  })
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    said: () => output,
    stop: () => end('SIGINT'),
    kill: async () => void (await end('SIGKILL')),
  }
}
