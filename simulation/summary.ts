import { createHash } from 'node:crypto'
import { CELLS, isCell } from './cells.ts'
import type { SeedResult } from './run-seed.ts'

/** What is left of a seed once it is over: small enough to be handed from process to process by the thousand. */
export type SeedReport = Pick<
  SeedResult,
  'violations' | 'operations' | 'deaths' | 'reached' | 'points' | 'hash' | 'plan'
>

export const reportOf = ({
  violations,
  operations,
  deaths,
  reached,
  points,
  hash,
  plan,
}: SeedResult): SeedReport => ({
  violations,
  operations,
  deaths,
  reached,
  points,
  hash,
  plan,
})

/** The last line of a run. */
export interface Summary {
  seeds: number
  operations: number
  violations: number
  /** Cells of the table of faults and kinds of operation that were reached, of those that can be. */
  faults_reached: number
  faults_total: number
  /** With 95 % confidence no more than this share of operations goes wrong; null when one did. */
  bound_95: number | null
  trace_hash: string
}

export interface Sum {
  add(report: SeedReport): void
  summary(): Summary
  /** How often each cell was reached, as `fault kind`. */
  reached(): ReadonlyMap<string, number>
  /** Cells that nothing has reached. */
  missing(): string[]
  failed(): readonly SeedReport[]
}

export function createSum(): Sum {
  const reached = new Map<string, number>()
  const hashes = new Map<number, string>()
  const failed: SeedReport[] = []
  let operations = 0
  let violations = 0
  return {
    add(report) {
      operations += report.operations
      violations += report.violations.length
      hashes.set(report.plan.seed, report.hash)
      for (const [cell, times] of Object.entries(report.reached)) {
        if (isCell(cell)) reached.set(cell, (reached.get(cell) ?? 0) + times)
      }
      if (report.violations.length > 0) failed.push(report)
    },
    summary: () => ({
      seeds: hashes.size,
      operations,
      violations,
      faults_reached: reached.size,
      faults_total: CELLS.length,
      bound_95: violations === 0 && operations > 0 ? 3 / operations : null,
      trace_hash: hashOf(hashes),
    }),
    reached: () => reached,
    missing: () => CELLS.filter((each) => !reached.has(each)),
    failed: () => failed,
  }
}

/** Of one seed its own; of several what theirs add up to, in whatever order they came. */
function hashOf(hashes: ReadonlyMap<number, string>): string {
  const all = [...hashes].toSorted(([a], [b]) => a - b).map(([, hash]) => hash)
  return all.length === 1 ? String(all[0]) : createHash('sha256').update(all.join('\n')).digest('hex')
}
