import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestHost, type TestHost } from '../server/src/testing/test-host.ts'

/** The demo companies: documents of every kind, of which some are paid with credit, voided and credited in part. */
let test: TestHost
let home: string
beforeAll(async () => {
  test = await createTestHost()
  home = mkdtempSync(join(tmpdir(), 'tieout-home-'))
})
afterAll(async () => {
  await test.close()
  rmSync(home, { recursive: true })
})

async function run(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'backfill.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: test.db.urls.owner, TIEOUT_DATA_DIR: home },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((ended) => child.once('close', ended))
  return { code, said }
}

const ours = async (): Promise<string[]> =>
  (
    await test.db.owner.raw(
      `select said from (
         select i::text || i.xmin::text as said from invoices i
         union all select tablename from pg_tables where schemaname = 'public'
         union all select relname || relforcerowsecurity || relrowsecurity from pg_class where relname like 'invoice%'
         union all select column_name from information_schema.columns where table_schema = 'public'
       ) s order by said collate "C"`,
    )
  ).rows.map((each: { said: string }) => each.said)

it('finds nothing to do in books that never lowered a total, and leaves every row and table as it was', async () => {
  const { rows } = await test.db.owner.raw(
    `select count(*)::int as documents, count(*) filter (where credit_applied_minor > 0)::int as credited,
       count(distinct invoice_type)::int as kinds from invoices`,
  )
  expect(rows[0].credited).toBeGreaterThan(0)
  expect(rows[0].kinds).toBe(3)
  const before = await ours()
  for (const how of ['--dry-run', '--write', '--take-back']) {
    const { code, said } = await run(how)
    expect(code, said).toBe(0)
    if (how === '--take-back') expect(said).toBe('0 documents as before the backfill.\n')
    else {
      expect(said).toContain(
        `${rows[0].documents} documents looked at; the totals of ${rows[0].documents} are`,
      )
      expect(said).toMatch(/right: 0 documents\.\n/)
      expect(said).not.toContain(' as standard')
      expect(said).toMatch(/the total: 0 documents\.\n$/)
    }
    expect(await ours(), how).toEqual(before)
  }
})

it('says what it would do to another host, does it when told, and takes it back', async () => {
  const { owner } = test.db
  await owner.raw('create schema elsewhere')
  await owner.raw('grant usage, create on schema elsewhere to tieout_owner')
  await owner.raw(`create table elsewhere.bills as select 'one' as company, 7 as id, 'B-7' as no, 800 as total,
    200 as credit, true as prepaid union all select 'one', 8, 'B-8', 17, 0, false`)
  await owner.raw(`create table elsewhere.charges as select 'one' as company, 7 as bill, 1000 as amount
    union all select 'one', 8, 16`)
  for (const table of ['bills', 'charges'])
    await owner.raw('alter table ??.?? owner to tieout_owner', ['elsewhere', table])
  const names = join(home, 'names.json')
  writeFileSync(
    names,
    JSON.stringify({
      invoices: 'elsewhere.bills',
      tenant: 'company',
      id: 'id',
      number: 'no',
      currency: null,
      total: 'total',
      creditApplied: 'credit',
      isPrepayment: 'prepaid',
      lines: 'elsewhere.charges',
      lineTenant: 'company',
      lineInvoice: 'bill',
      lineNet: 'amount',
      lineTax: null,
    }),
  )
  const dry = await run('--names', names)
  expect(dry.said).toBe(`2 documents looked at; the totals of 0 are what their lines come to.
Would be put right: 1 document.
  no currency: 1 document, 800 → 1000
  one B-7: 800 → 1000
Would be put right as prepayment: 1 document.
Would be put right as standard: 1 document.
Left alone, since neither lines nor credit explain the total: 1 document.
  ! one B-8: total 17, credit 0, lines 16
`)
  expect((await run('--names', names, '--write')).said).toContain('Put right: 1 document.')
  const bills = owner('elsewhere.bills').orderBy('id').select('total', 'invoice_type')
  expect(await bills.clone()).toEqual([
    { total: 1000, invoice_type: 'prepayment' },
    { total: 17, invoice_type: 'standard' },
  ])
  expect((await run('--names', names, '--take-back')).said).toBe('1 document as before the backfill.\n')
  expect((await owner('elsewhere.bills').orderBy('id').select('*'))[0]).toMatchObject({ total: 800 })
  const wrong = await run('--names', names, '--write', '--dry-run')
  expect(wrong).toMatchObject({ code: 1, said: 'Choose one of --dry-run, --write and --take-back.\n' })
})
