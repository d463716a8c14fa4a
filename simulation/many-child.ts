import type { Base } from './base/base.ts'
import { letClonesGo } from './base/clones.ts'
import { everybody } from './cast.ts'
import type { FromChild, ToChild } from './many.ts'
import { runSeed } from './run-seed.ts'
import { reportOf } from './summary.ts'

/** Runs whatever plan it is handed, until it is told that there are no more. */
let base: Base | undefined
// Whoever shares out is gone: nobody waits for what is being run.
process.once('disconnect', () => process.exit())
const say = (message: FromChild) => process.send?.(message)

process.on('message', (message: ToChild) => {
  if (message.kind === 'end') return void letClonesGo().then(() => process.disconnect())
  if (message.kind === 'base') {
    base = message.base
    return say({ kind: 'ready' })
  }
  if (base === undefined) throw new Error('a plan came before the base')
  void runSeed({ base, cast: everybody, plan: message.plan }).then(
    (result) => say({ kind: 'done', report: reportOf(result) }),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    },
  )
})
