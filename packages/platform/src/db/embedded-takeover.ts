import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whoever was here before may have been killed and its server left running or its pid file left
 * lying. A server whose supervisor lives is somebody's; an orphan is stopped so that we start clean.
 */
export async function takeOver(home: string, cluster: string): Promise<void> {
  const supervisor = join(home, 'supervisor.pid')
  const server = join(cluster, 'postmaster.pid')
  const orphan = pidIn(server)
  const owner = pidIn(supervisor)
  if (orphan !== null && isProgram(orphan, 'postgres')) {
    if (owner !== null && owner !== process.pid && isProgram(owner, 'node')) {
      throw new Error(
        `This database is already open in another Tieout (process ${owner}). Stop that one first.`,
      )
    }
    process.kill(orphan, 'SIGINT')
    while (isProgram(orphan, 'postgres')) await new Promise((wake) => setTimeout(wake, 50))
  }
  rmSync(server, { force: true })
  writeFileSync(supervisor, String(process.pid))
}

function pidIn(file: string): number | null {
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

/** Pids are used again after a restart of the machine: the program's name must fit too. */
function isProgram(pid: number, name: string): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name)
  } catch {
    return true
  }
}
