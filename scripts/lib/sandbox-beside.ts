import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SANDBOX_COMPANIES } from '@tieout/server'
import { z } from 'zod'
import { portState } from './ports.ts'
import {
  findRunning,
  forgetRunning,
  noteRunning,
  outliveOrphan,
  sandboxDirectory,
  stateFile,
  type RunningSandbox,
} from './running-sandbox.ts'

export interface SandboxBeside extends RunningSandbox {
  /** Its usual port was somebody else's. */
  movedAway: boolean
  close(): Promise<void>
}

export const SANDBOX_PORT = 9400

const command = fileURLToPath(new URL('../../packages/qbo-sandbox/src/cli/main.ts', import.meta.url))

/**
 * The sandbox companies of the demo as a process of their own, with everything they hold in the data
 * directory. It ends with us, however we end. One that another server on the same data has is shared.
 */
export async function startSandbox({ dataDir }: { dataDir: string }): Promise<SandboxBeside> {
  const shared = findRunning(dataDir)
  if (shared !== null) return { ...shared, movedAway: false, close: async () => {} }
  await outliveOrphan(dataDir)
  mkdirSync(sandboxDirectory(dataDir), { recursive: true })
  const isFree = (await portState(SANDBOX_PORT, '127.0.0.1')) === 'free'
  const usual = isFree ? await launch(dataDir, SANDBOX_PORT).catch(unlessTaken) : null
  const launched = usual ?? (await launch(dataDir, 0))
  const { child, announced } = launched
  const sandbox = { ...announced, pid: child.pid ?? 0, startedBy: process.pid }
  noteRunning(dataDir, sandbox)
  let isWanted = true
  child.once('exit', (code, signal) => {
    forgetRunning(dataDir, sandbox)
    if (isWanted)
      console.error(`The sandbox company has ended (${signal ?? code}). ${launched.said()}`.trim())
  })
  return {
    ...sandbox,
    movedAway: usual === null,
    async close() {
      isWanted = false
      await end(child)
    },
  }
}

/** Somebody was quicker than our look at the port. */
function unlessTaken(error: unknown): null {
  if (error instanceof Error && error.message.includes('is in use')) return null
  throw error
}

interface Launched {
  child: ChildProcess
  announced: z.infer<typeof announcement>
  /** The last it said to people. */
  said(): string
}

const announcement = z.object({
  url: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
  realms: z.array(z.object({ realmId: z.string(), name: z.string() })),
})

async function launch(dataDir: string, port: number): Promise<Launched> {
  const companies = SANDBOX_COMPANIES.flatMap(({ name, country, homeCurrency }) => [
    '--company',
    `${name}:${country}:${homeCurrency}`,
  ])
  const args = [command, '--attached', '--port', String(port), '--state', stateFile(dataDir), ...companies]
  const child = spawn(process.execPath, args, {
    // Its input is ours: when we are gone it ends, whatever ended us.
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group: Ctrl-C reaches us alone, and jobs that talk to it end before it does.
    detached: true,
  })
  let said = ''
  let line = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-1000)))
  await new Promise<void>((ready, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      line += text
      if (line.includes('\n')) ready()
    })
    child.once('error', failed)
    child.once('exit', () => failed(new Error(said.trim() || 'The sandbox company did not start.')))
  })
  return { child, announced: announcement.parse(JSON.parse(line)), said: () => said.trim() }
}

const PATIENCE = 5000

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((done) => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    child.once('exit', () => {
      clearTimeout(impatient)
      done()
    })
    child.kill('SIGTERM')
  })
}
