import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

/** A sandbox company that `npm start` brought, as its own first line and this file tell of it. */
const running = z.object({
  url: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
  realms: z.array(z.object({ realmId: z.string(), name: z.string() })),
  pid: z.number().int(),
  /** The process that it ends with. */
  startedBy: z.number().int(),
})
export type RunningSandbox = z.infer<typeof running>

export const sandboxDirectory = (dataDir: string) => join(resolve(dataDir), 'sandbox')
export const stateFile = (dataDir: string) => join(sandboxDirectory(dataDir), 'companies.json')
const placeOf = (dataDir: string) => join(sandboxDirectory(dataDir), 'running.json')

/** In one piece, and for its owner alone: it opens the company. */
export function noteRunning(dataDir: string, sandbox: RunningSandbox): void {
  mkdirSync(sandboxDirectory(dataDir), { recursive: true })
  const draft = `${placeOf(dataDir)}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(sandbox, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, placeOf(dataDir))
}

export function forgetRunning(dataDir: string, { pid }: { pid: number }): void {
  if (noted(dataDir)?.pid === pid) rmSync(placeOf(dataDir), { force: true })
}

/** The one of this data directory, if it runs and whoever started it does. */
export function findRunning(dataDir: string): RunningSandbox | null {
  const found = noted(dataDir)
  return found !== null && isSandbox(found.pid, dataDir) && isAlive(found.startedBy) ? found : null
}

/** As the settings of a server or worker, where nothing else is said. */
export const sandboxSettings = ({ url, clientId, clientSecret }: RunningSandbox) => ({
  QBO_SANDBOX_URL: url,
  QBO_SANDBOX_CLIENT_ID: clientId,
  QBO_SANDBOX_CLIENT_SECRET: clientSecret,
})

/**
 * One whose starter was killed ends by itself in a moment, and saves what it holds. Two on one state file
 * would each save over the other, so the next one waits for that.
 */
export async function outliveOrphan(dataDir: string): Promise<void> {
  const found = noted(dataDir)
  if (found === null || isAlive(found.startedBy)) return
  for (let looks = 0; isSandbox(found.pid, dataDir); looks += 1) {
    if (looks === 60 && !CAN_TELL) break
    if (looks === 60) process.kill(found.pid, 'SIGKILL')
    await pause(100)
  }
  forgetRunning(dataDir, found)
}

function noted(dataDir: string): RunningSandbox | null {
  if (!existsSync(placeOf(dataDir))) return null
  try {
    return running.parse(JSON.parse(readFileSync(placeOf(dataDir), 'utf8')))
  } catch {
    // Written by another version, or by hand.
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is one all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Where command lines can be read; elsewhere nobody is ended on suspicion. */
const CAN_TELL = process.platform === 'linux'

/** Pids are used again: its command line has to name our state file. */
function isSandbox(pid: number, dataDir: string): boolean {
  if (!isAlive(pid)) return false
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(stateFile(dataDir))
  } catch {
    return !CAN_TELL
  }
}
