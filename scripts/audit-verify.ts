import { parseArgs } from 'node:util'
import { connect, openGuards, verifyAudit, type Verification } from '@tieout/platform'
import { openOwnerUrl } from './lib/database.ts'

/**
 * npm run audit:verify [-- --tenant SLUG] [-- --expect-head HASH]
 *
 * Reads the audit of every tenant, or of one, and says whether its chain is intact. Give the head
 * hash of an earlier report to prove that nothing was cut off since. It stands for one tenant, so
 * name that one too. Exit code 1 when anything is wrong.
 */
const { values } = parseArgs({ options: { tenant: { type: 'string' }, 'expect-head': { type: 'string' } } })

process.exitCode = await run().catch((cause: unknown) => {
  console.error(cause instanceof Error ? cause.message : String(cause))
  return 1
})

async function run(): Promise<number> {
  const expectHead = values['expect-head']
  if (expectHead && !values.tenant)
    throw new Error('A head hash belongs to one tenant: say which with --tenant SLUG.')
  const { ownerUrl, close } = await openOwnerUrl()
  const owner = connect(ownerUrl, { max: 2, applicationName: 'tieout audit:verify' })
  try {
    const { rows } = await owner.raw(`select to_regclass('audit_seals') is not null as migrated`)
    if (!rows[0].migrated)
      throw new Error('This database has no audit yet: start Tieout once, or run npm run migrate.')
    const guards = await openGuards(owner)
    for (const sentence of guards) console.log(`  ! ${sentence}`)

    const query = owner('tenants').orderBy('slug').select('tenant', 'slug', 'name')
    const tenants: { tenant: string; slug: string; name: string }[] = values.tenant
      ? await query.where({ slug: values.tenant })
      : await query
    if (values.tenant && tenants.length === 0) throw new Error(`There is no tenant called ${values.tenant}.`)

    let problems = guards.length
    // One after the other: each may be millions of rows, and they are only read once.
    for (const { tenant, slug, name } of tenants) {
      const result = await verifyAudit(owner, tenant, { expectHead })
      problems += result.problemCount
      report(`${name} (${slug})`, result)
    }
    console.log(problems === 0 ? 'chain intact' : counted(problems))
    return problems === 0 ? 0 : 1
  } finally {
    await owner.destroy()
    await close()
  }
}

function report(name: string, result: Verification): void {
  const verdict = result.problemCount === 0 ? 'chain intact' : counted(result.problemCount)
  const waiting = result.waitingCount > 0 ? `, ${result.waitingCount} waiting to be sealed` : ''
  console.log(
    `${name}: ${verdict}, ${result.sealedCount} sealed${waiting}, head ${result.headHash ?? 'none yet'}`,
  )
  for (const { sentence } of result.problems) console.log(`  ! ${sentence}`)
  const more = result.problemCount - result.problems.length
  if (more > 0) console.log(`  ! … and ${more} more`)
  for (const note of result.notes) console.log(`  · ${note}`)
}

function counted(problems: number): string {
  return problems === 1 ? '1 problem' : `${problems} problems`
}
