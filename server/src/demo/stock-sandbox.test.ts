import { createSandbox, type Sandbox } from '@tieout/qbo-sandbox'
import { describe, expect, it } from 'vitest'
import { HARBOR_CATALOGUE, JUNIPER_CATALOGUE } from './catalogue.ts'
import { HARBOR_CLIENTS, JUNIPER_CLIENTS } from './companies.ts'
import { HARBOR_BOOKS, JUNIPER_BOOKS, SANDBOX_COMPANIES, type SandboxCompany } from './sandbox-companies.ts'
import { stockSandbox } from './stock-sandbox.ts'

const REALMS = SANDBOX_COMPANIES.map(({ name }, at) => ({ realmId: String(9130 + at), name }))
const running = { url: 'http://desk.test', realms: REALMS }

/** With the limits of the real service, which it must not run into. */
const opened = (throttle: 'off' | object = {}): Sandbox =>
  createSandbox({
    seed: 1,
    throttle,
    companies: SANDBOX_COMPANIES.map(({ name, country, homeCurrency }, at) => ({
      realmId: String(9130 + at),
      name,
      country,
      homeCurrency,
    })),
  })

const rowsOf = (sandbox: Sandbox, kind: 'Customer' | 'Item' | 'Term' | 'TaxCode' | 'Preferences', at = 0) => [
  ...sandbox.company(String(9130 + at)).tables[kind].rows.values(),
]
const namesOf = (sandbox: Sandbox, kind: 'Customer' | 'Item' | 'Term' | 'TaxCode', at = 0) =>
  rowsOf(sandbox, kind, at).map((row) => String(row['DisplayName'] ?? row['Name']))

describe('the sandbox companies of the demo', () => {
  it('are filled once, beside what their bookkeepers have of their own', async () => {
    const sandbox = opened()
    const own = namesOf(sandbox, 'Customer').length
    expect(await stockSandbox(running, sandbox.fetch)).toEqual(REALMS.map((each) => each.name))
    expect(namesOf(sandbox, 'Customer')).toHaveLength(own + HARBOR_BOOKS.customers.length)
    expect(namesOf(sandbox, 'Term')).toEqual(expect.arrayContaining(['Net 14', 'Net 30']))
    expect(namesOf(sandbox, 'TaxCode', 1)).toContain(JUNIPER_BOOKS.taxCode.name)
    const currencies = rowsOf(sandbox, 'Customer').map((row) => Object(row['CurrencyRef']).value)
    expect(new Set(currencies)).toEqual(new Set(['USD', 'CAD']))
    expect(rowsOf(sandbox, 'Preferences')).toMatchObject([
      { SalesFormsPrefs: { CustomTxnNumbers: true }, CurrencyPrefs: { MultiCurrencyEnabled: true } },
    ])
    const before = sandbox.snapshot()
    expect(await stockSandbox(running, sandbox.fetch)).toEqual([])
    expect(JSON.parse(sandbox.snapshot()).companies).toEqual(JSON.parse(before).companies)
  })

  it('stay as a bookkeeper keeps them after that', async () => {
    const sandbox = opened()
    await stockSandbox(running, sandbox.fetch)
    const { rows } = sandbox.company('9130').tables.Customer
    const [id, row] = [...rows].find(([, each]) => each['DisplayName'] === 'Cedar Clinic') ?? []
    if (id === undefined || row === undefined) throw new Error('no Cedar Clinic there')
    rows.set(id, { ...row, DisplayName: 'Cedar Clinic & Sons' })
    await stockSandbox(running, sandbox.fetch)
    expect(namesOf(sandbox, 'Customer')).not.toContain('Cedar Clinic')
  })

  it.each(['create', 'preferences', 'query'])(
    'are finished by the next start after %s went wrong',
    async (what) => {
      const sandbox = opened('off')
      const rule = sandbox.chaos.arm({ fault: 'broken', match: { what }, times: 1, params: { status: 503 } })
      const batch = sandbox.chaos.arm({ fault: 'lost-after', match: { what: 'batch', nth: 2 } })
      await expect(stockSandbox(running, sandbox.fetch)).rejects.toThrow()
      for (const each of [rule, batch]) sandbox.chaos.disarm(each)
      await stockSandbox(running, sandbox.fetch)
      const names = namesOf(sandbox, 'Customer')
      expect(new Set(names).size).toBe(names.length)
      expect(names).toEqual(expect.arrayContaining(HARBOR_BOOKS.customers.map((each) => each.name)))
      expect(await stockSandbox(running, sandbox.fetch)).toEqual([])
    },
  )

  it('warn of a number that is there already', async () => {
    const sandbox = opened()
    await stockSandbox(running, sandbox.fetch)
    const knobs = await sandbox.fetch('http://desk.test/_sandbox/knobs')
    expect(await knobs.json()).toMatchObject({ companies: { '9130': { warnDuplicateNumbers: true } } })
  })
})

const shared = (ours: readonly { name: string }[], theirs: readonly { name: string }[]) =>
  ours.filter(({ name }) => theirs.some((each) => each.name === name)).length
const clients = (all: typeof HARBOR_CLIENTS) => all.map(({ displayName }) => ({ name: displayName }))

it.each<[SandboxCompany, typeof HARBOR_CLIENTS, typeof HARBOR_CATALOGUE]>([
  [HARBOR_BOOKS, HARBOR_CLIENTS, HARBOR_CATALOGUE],
  [JUNIPER_BOOKS, JUNIPER_CLIENTS, JUNIPER_CATALOGUE],
])('$name shares seven of twelve clients and two of four services by name', (books, ours, catalogue) => {
  expect([shared(clients(ours), books.customers), ours.length]).toEqual([7, 12])
  expect([shared(catalogue.services, books.items), catalogue.services.length]).toEqual([2, 4])
})

it('the clients that both have under one name are kept in the same currency', () => {
  const unlike = HARBOR_CLIENTS.filter(({ displayName, currency }) => {
    const there = HARBOR_BOOKS.customers.find((each) => each.name === displayName)
    return there !== undefined && (there.currency ?? HARBOR_BOOKS.homeCurrency) !== currency
  })
  expect(unlike).toEqual([])
})
