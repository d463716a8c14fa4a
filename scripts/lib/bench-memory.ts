import { spawn, type ChildProcess } from 'node:child_process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import type { SyncBench } from './bench-sync.ts'

/** So many documents until everything that is made once has been made. */
const WARM = 5000
const EVERY = 1000

/**
 * How much the memory of this process grows while a long queue drains, in MB: the largest of it after the
 * first documents, over what it was with them. Garbage is collected before each look, since otherwise the
 * engine of JavaScript decides how large a process is. The company answers from a process of its own.
 */
export async function growthWhileDraining(world: SyncBench, documents: number): Promise<number> {
  const company = await startCompany(world)
  const collect = garbageCollector()
  const looks: number[] = []
  let arrived = 0
  world.line.onWritten((count) => {
    const before = Math.floor(arrived / EVERY)
    arrived += count
    if (Math.floor(arrived / EVERY) === before) return
    collect()
    looks.push(process.memoryUsage.rss() / 2 ** 20)
  })
  try {
    world.line.leadTo(company.fetch)
    await world.cycle()
  } finally {
    company.stop()
    world.line.leadTo(world.sandbox.fetch)
  }
  if (arrived !== documents) throw new Error(`${arrived} of ${documents} documents went out`)
  const warm = looks.slice(0, WARM / EVERY)
  return Math.max(0, Math.max(...looks.slice(WARM / EVERY)) - Math.max(...warm))
}

interface CompanyProcess {
  fetch: typeof fetch
  stop(): void
}

/** The company as it was connected, with the same tokens, in a process of its own; it turns nobody away. */
async function startCompany({ sandbox, asConnected }: SyncBench): Promise<CompanyProcess> {
  const { clientId, clientSecret } = sandbox
  const child = spawn(
    process.execPath,
    [
      'packages/qbo-sandbox/src/cli/main.ts',
      '--port',
      '0',
      '--client-id',
      clientId,
      '--client-secret',
      clientSecret,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const url = await addressOf(child)
  await told(`${url}/_sandbox/snapshot`, 'PUT', asConnected)
  await told(`${url}/_sandbox/knobs`, 'PATCH', JSON.stringify({ throttle: { on: false } }))
  return {
    fetch: (input, init) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input)
      return fetch(`${url}${pathname}${search}`, init)
    },
    stop: () => void child.kill('SIGTERM'),
  }
}

const addressOf = (child: ChildProcess) =>
  new Promise<string>((found, failed) => {
    child.once('exit', () => failed(new Error('the sandbox did not start')))
    child.stdout?.once('data', (line: Buffer) => {
      found(z.object({ url: z.string() }).parse(JSON.parse(line.toString())).url)
    })
  })

async function told(url: string, method: string, body: string): Promise<void> {
  const answer = await fetch(url, { method, body, headers: { 'content-type': 'application/json' } })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
