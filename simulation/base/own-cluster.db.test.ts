import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startOwnCluster } from './own-cluster.ts'

const HOLDS_ONE = `
  const { startOwnCluster } = await import('${join(import.meta.dirname, 'own-cluster.ts')}')
  await startOwnCluster()
  console.log('begun')
  setInterval(() => {}, 1000)
`

/** A process with a cluster of its own. */
async function begun(): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', HOLDS_ONE],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise<void>((done, failed) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('begun') && done())
    child.once('exit', () => failed(new Error('it ended before it had begun')))
  })
  return child
}

const foldersOf = ({ pid }: ChildProcess): string[] =>
  readdirSync('/var/tmp')
    .filter((each) => each.startsWith(`tieout-sim-${pid}-`))
    .map((each) => join('/var/tmp', each))

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const over = new Promise((done) => child.once('exit', done))
  child.kill(signal)
  await over
}

describe('a cluster of a run alone', () => {
  it('goes with a run that is told to end', async () => {
    const child = await begun()
    const [home = ''] = foldersOf(child)
    expect(existsSync(home)).toBe(true)
    await ended(child, 'SIGTERM')
    expect(existsSync(home)).toBe(false)
  })

  it('is cleared away by the next one when its run was killed', async () => {
    const child = await begun()
    const [home = ''] = foldersOf(child)
    const server = Number(readFileSync(join(home, 'pg', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
    await ended(child, 'SIGKILL')
    expect(existsSync(`/proc/${server}`)).toBe(true)
    const next = await startOwnCluster()
    expect(existsSync(home)).toBe(false)
    expect(existsSync(`/proc/${server}`)).toBe(false)
    await next.stop()
  })
})
