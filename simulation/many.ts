import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Base } from './base/base.ts'
import { everybody } from './cast.ts'
import type { Plan } from './plan.ts'
import { runSeed } from './run-seed.ts'
import { reportOf, type SeedReport } from './summary.ts'

/** Plans one after the other, until there are no more. */
export type Supply = () => Plan | null

export interface ManyOptions {
  base: Base
  processes: number
  next: Supply
  told(report: SeedReport): void
}

/** In this process alone, or shared out among several, each taking the next one when it is done with the last. */
export async function runMany(options: ManyOptions): Promise<void> {
  const { processes } = options
  if (processes <= 1) return await runHere(options)
  await Promise.all(
    Array.from({ length: Math.min(processes, availableParallelism()) }, () => runBeside(options)),
  )
}

async function runHere({ base, next, told }: ManyOptions): Promise<void> {
  for (let plan = next(); plan !== null; plan = next()) {
    told(reportOf(await runSeed({ base, cast: everybody, plan })))
  }
}

/** What travels between the one who shares out and those who run. */
export type ToChild = { kind: 'base'; base: Base } | { kind: 'run'; plan: Plan } | { kind: 'end' }
export type FromChild = { kind: 'ready' } | { kind: 'done'; report: SeedReport }

/** In a process beside this one, which runs the simulation that stands in this folder. */
export function runBeside(
  { base, next, told }: Omit<ManyOptions, 'processes'>,
  folder: string = import.meta.dirname,
): Promise<void> {
  const child: ChildProcess = fork(join(folder, 'many-child.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // What one has compiled serves the next: a bug in a copy changes one file of hundreds.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, '..', 'node_modules', '.cache', 'simulation') },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Permissions are a set.
    serialization: 'advanced',
  })
  const send = (message: ToChild) => child.send(message)
  return new Promise((done, failed) => {
    child.on('message', (message: FromChild) => {
      if (message.kind === 'done') told(message.report)
      const plan = next()
      send(plan === null ? { kind: 'end' } : { kind: 'run', plan })
    })
    child.on('error', failed)
    child.on('exit', (code) =>
      code === 0 ? done() : failed(new Error(`a process of the simulation ended with ${code}`)),
    )
    // Whoever started the cluster may have put more into it than can be told to another process.
    const { ownerUrl, superuserUrl, passwords } = base.cluster
    send({ kind: 'base', base: { ...base, cluster: { ownerUrl, superuserUrl, passwords } } })
  })
}
