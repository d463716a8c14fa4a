import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  backfillTotals,
  rehearseBackfill,
  takeBackfillBack,
  type BackfillReport,
  type HistoryNames,
  type JudgedRow,
} from '@tieout/accounting-sync'
import { connect } from '@tieout/platform'
import { z } from 'zod'
import { openOwnerUrl } from './lib/database.ts'

/**
 * npm run backfill [-- --dry-run | --write | --take-back] [-- --names FILE.json] [-- --rows 50]
 *
 * For a host that lowered the total of an invoice by each credit applied to it: says what would be put right, does
 * it, or takes it back to the byte. Without a word it only says. No start of the product and no migration runs it.
 */
const { values } = parseArgs({
  options: {
    'dry-run': { type: 'boolean' },
    write: { type: 'boolean' },
    'take-back': { type: 'boolean' },
    names: { type: 'string' },
    rows: { type: 'string', default: '20' },
  },
})

process.exitCode = await run().catch((cause: unknown) => {
  console.error(cause instanceof Error ? cause.message : String(cause))
  return 1
})

async function run(): Promise<number> {
  const names = namesFrom(values.names)
  const rows = z.coerce.number().int().min(0).max(1_000_000).parse(values.rows)
  const asked = [values['dry-run'], values.write, values['take-back']].filter(Boolean)
  if (asked.length > 1) throw new Error('Choose one of --dry-run, --write and --take-back.')
  const { ownerUrl, close } = await openOwnerUrl()
  const owner = connect(ownerUrl, { max: 2, applicationName: 'tieout backfill' })
  try {
    if (values['take-back']) {
      const { documents, changedSince } = await takeBackfillBack(owner, names, { rows })
      console.log(`${counted(documents)} as before the backfill.`)
      for (const { tenant, id } of changedSince) console.log(`  ! ${tenant} ${id} has moved since and stays`)
      return changedSince.length === 0 ? 0 : 1
    }
    const report = values.write
      ? await backfillTotals(owner, names, { rows, at: new Date() })
      : await rehearseBackfill(owner, names, { rows })
    tell(report, values.write ? 'Put right' : 'Would be put right')
    return 0
  } finally {
    await owner.destroy()
    await close()
  }
}

function namesFrom(file: string | undefined): Partial<HistoryNames> {
  return file === undefined
    ? {}
    : z.record(z.string(), z.string().nullable()).parse(JSON.parse(readFileSync(file, 'utf8')))
}

function counted(documents: number): string {
  return `${documents} ${documents === 1 ? 'document' : 'documents'}`
}

function tell({ documents, agreeing, restored, left, typed }: BackfillReport, done: string): void {
  console.log(`${counted(documents)} looked at; the totals of ${agreeing} are what their lines come to.`)
  console.log(`${done}: ${counted(restored.documents)}.`)
  for (const { currency, totalBefore, totalAfter, documents: some } of restored.sums)
    console.log(`  ${currency ?? 'no currency'}: ${counted(some)}, ${totalBefore} → ${totalAfter}`)
  for (const each of restored.rows) console.log(`  ${named(each)}: ${each.total} → ${each.totalAfter}`)
  for (const { type, documents: some } of typed) console.log(`${done} as ${type}: ${counted(some)}.`)
  console.log(`Left alone, since neither lines nor credit explain the total: ${counted(left.documents)}.`)
  for (const each of left.rows)
    console.log(`  ! ${named(each)}: total ${each.total}, credit ${each.credit}, lines ${each.lines}`)
}

function named({ tenant, number, id }: JudgedRow): string {
  return [tenant, number ?? id].filter(Boolean).join(' ')
}
