import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CanonicalParty } from '../../core/document.ts'
import { quoted } from './query.ts'
import { documentOf, frameOf, line, REFERENCES, writeOf } from './testing/documents.ts'
import { changeSettings, connected, ORIGIN, REALM, once } from './testing/world.ts'

const party = (name: string, known: Partial<CanonicalParty> = {}): CanonicalParty => ({
  id: 'client-1',
  name,
  email: null,
  phone: null,
  currency: 'USD',
  active: true,
  address: { line1: null, line2: null, city: null, region: null, postalCode: null, country: null },
  ...known,
})

describe('a text in a query', () => {
  it('means itself, whatever is in it', async () => {
    const { sandbox, tokens } = await connected()
    const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' }
    const text = fc.string({
      unit: fc.constantFrom("'", '\\', '"', '%', '&', '+', ' ', ')', 'a', 'é', '漢', ';', '-', '#'),
    })
    await fc.assert(
      fc.asyncProperty(text, async (each) => {
        const statement = `select * from Customer where DisplayName = ${quoted(each)}`
        const query = new URLSearchParams({ query: statement })
        const answer = await sandbox.fetch(`${ORIGIN}/v3/company/${REALM}/query?${query}`, { headers })
        expect(await answer.json()).toMatchObject({ QueryResponse: {} })
      }),
      { numRuns: 200 },
    )
  })

  it('finds a customer whose name is full of marks, and nobody else', async () => {
    const { sandbox, adapter, session, tokens } = await connected()
    const name = String.raw`O'Brien \' & Sons' (50%)\ + Co`
    const outcome = await adapter.createCustomer(session, party(name), 'request-1')
    expect(outcome.kind).toBe('written')
    const query = new URLSearchParams({ query: `select * from Customer where DisplayName = ${quoted(name)}` })
    const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' }
    const answer = await sandbox.fetch(`${ORIGIN}/v3/company/${REALM}/query?${query}`, { headers })
    const { QueryResponse: found } = (await answer.json()) as {
      QueryResponse: { Customer: { DisplayName: string }[] }
    }
    expect(found.Customer.map((each) => each.DisplayName)).toEqual([name])
  })
})

describe('a catalogue', () => {
  it('is read page by page, each entry once', async () => {
    const { sandbox, adapter, session } = await connected()
    for (let at = 0; at < 1005; at += 1) {
      await adapter.createCustomer(session, party(`Customer ${at}`), `request-${at}`)
    }
    const before = sandbox.log.entries().filter(({ what }) => what === 'query').length
    const customers = await adapter.catalogue(session, 'customer')
    expect(sandbox.log.entries().filter(({ what }) => what === 'query').length - before).toBeLessThanOrEqual(
      2,
    )
    expect(new Set(customers.map(({ id }) => id)).size).toBe(customers.length)
    expect(customers.filter(({ name }) => name.startsWith('Customer '))).toHaveLength(1005)
  })

  it('shows a row once that came on two pages, since the list lives on', async () => {
    const world = await connected()
    const row = (id: number) => ({ Id: String(id), DisplayName: `Customer ${id}` })
    const page = (from: number, count: number) => ({
      instead: {
        status: 200,
        headers: {},
        body: JSON.stringify({
          QueryResponse: { Customer: Array.from({ length: count }, (_, at) => row(from + at)) },
        }),
      },
    })
    once(world, 'query', () => page(500, 3))
    once(world, 'query', () => page(1, 1000))
    const customers = await world.adapter.catalogue(world.session, 'customer')
    expect(customers).toHaveLength(1000)
    expect(world.sandbox.log.entries()[0]?.target).toContain('startposition+1001')
  })

  it('tells what was made inactive as such', async () => {
    const world = await connected()
    const { sandbox, adapter, session } = world
    sandbox.chaos.arm({ fault: 'inactive-reference', match: { what: 'create Invoice' }, times: 1 })
    const facts = await adapter.companyFacts(session)
    const document = documentOf([line({ netMinor: 100 })])
    await adapter.deliver(session, frameOf(writeOf(document, adapter.prepare(document, REFERENCES, facts))))
    const customers = await adapter.catalogue(session, 'customer')
    const gone = [...customers, ...(await adapter.catalogue(session, 'item'))].filter(({ active }) => !active)
    expect(gone.length).toBeGreaterThan(0)
  })

  it('tells customers with address, currency and place', async () => {
    const { adapter, session } = await connected()
    const customers = await adapter.catalogue(session, 'customer')
    expect(customers.find(({ id }) => id === '1')).toMatchObject({
      active: true,
      currency: 'USD',
      detail: null,
    })
    expect(customers.find(({ id }) => id === '1')?.email).toMatch(/@example\.com$/)
    expect(customers.find(({ id }) => id === '6')?.detail).toContain(':')
  })

  it('tells items by kind, terms by days, accounts by type', async () => {
    const { adapter, session } = await connected()
    expect(await adapter.catalogue(session, 'item')).toContainEqual({
      id: '2',
      name: 'Hours',
      detail: '125',
      email: null,
      currency: null,
      active: true,
      group: 'Service',
    })
    expect(await adapter.catalogue(session, 'terms')).toContainEqual(
      expect.objectContaining({ id: '3', name: 'Net 30', detail: '30' }),
    )
    const accounts = await adapter.catalogue(session, 'account')
    expect(accounts.map(({ group }) => group)).toContain('Accounts Receivable')
  })

  it('tells tax codes with the rates they are made of', async () => {
    const { adapter, session } = await connected({ country: 'CA', homeCurrency: 'CAD' })
    const codes = await adapter.catalogue(session, 'tax_code')
    expect(codes.find(({ id }) => id === '8')).toMatchObject({
      name: 'GST/QST QC',
      detail: 'GST 5% + QST 9.975%',
    })
    expect(codes.find(({ id }) => id === '2')).toMatchObject({ name: 'Exempt', detail: null })
  })

  it('tells the groups alone in the US, and not what only says that a line is taxed', async () => {
    const { adapter, session, company } = await connected()
    const codes = await adapter.catalogue(session, 'tax_code')
    const groups = [...company().tables.TaxCode.rows.values()].filter((each) => each['TaxGroup'] === true)
    expect(codes.map(({ id }) => id)).toEqual(groups.map((each) => each['Id']))
  })
})

describe('a new customer', () => {
  it('is made with all that is known of it', async () => {
    const { adapter, session, company } = await connected()
    const address = {
      line1: '1 Main St',
      line2: null,
      city: 'Reno',
      region: 'NV',
      postalCode: '89501',
      country: 'US',
    }
    const known = { email: 'ap@acme.example', phone: '+1 555 0100', address }
    const outcome = await adapter.createCustomer(session, party('Acme:\tWest  Ltd', known), 'request-1')
    if (outcome.kind !== 'written') throw new Error(JSON.stringify(outcome))
    expect(company().tables.Customer.rows.get(outcome.object.externalId)).toMatchObject({
      DisplayName: 'Acme- West Ltd',
      PrimaryEmailAddr: { Address: 'ap@acme.example' },
      BillAddr: { Line1: '1 Main St', City: 'Reno', CountrySubDivisionCode: 'NV' },
      CurrencyRef: { value: 'USD' },
    })
  })

  it('is made once, however often it is asked for under one request id', async () => {
    const { sandbox, adapter, session, company } = await connected()
    sandbox.chaos.arm({ fault: 'lost-after', match: { what: 'create Customer' }, times: 1 })
    await expect(adapter.createCustomer(session, party('Acme'), 'request-1')).rejects.toThrow(
      'connection failed',
    )
    const again = await adapter.createCustomer(session, party('Acme'), 'request-1')
    expect(again.kind).toBe('written')
    expect(
      [...company().tables.Customer.rows.values()].filter((each) => each['DisplayName'] === 'Acme'),
    ).toHaveLength(1)
  })

  it('is none to link to once it is merged or out of use, though the service answers as it did at first', async () => {
    const world = await connected()
    const { adapter, session, sandbox, tokens, clock } = world
    const ask = () => adapter.createCustomer(session, party('Acme'), 'request-1')
    const first = await ask()
    if (first.kind !== 'written') throw new Error(JSON.stringify(first))
    await clock.pass(600_000, 0)
    expect(await ask()).toMatchObject({ kind: 'written', object: { externalId: first.object.externalId } })
    const { externalId: Id, version: SyncToken } = first.object
    const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' }
    const body = JSON.stringify({ Id, SyncToken, sparse: true, Active: false })
    const url = `${ORIGIN}/v3/company/${REALM}/customer`
    expect((await sandbox.fetch(url, { method: 'POST', headers, body })).status).toBe(200)
    expect(await ask()).toMatchObject({ kind: 'refused', code: 'reference_inactive' })
  })

  it('is refused when somebody has the name, a vendor too', async () => {
    const { adapter, session } = await connected()
    await adapter.createCustomer(session, party('Acme'), 'request-1')
    for (const [at, name] of ['acme', 'Northline Telecom'].entries()) {
      const outcome = await adapter.createCustomer(session, party(name), `request-2-${at}`)
      expect(outcome).toMatchObject({ kind: 'refused', code: 'duplicate_name' })
    }
  })

  it('is refused in a currency that the company does not keep books in', async () => {
    const { adapter, session } = await connected()
    const outcome = await adapter.createCustomer(session, party('Acme', { currency: 'EUR' }), 'request-1')
    expect(outcome).toMatchObject({ kind: 'refused', code: 'invalid_currency' })
  })
})

describe('facts of a company', () => {
  it('are told of one in the US', async () => {
    const world = await connected()
    expect(await world.adapter.companyFacts(world.session)).toEqual({
      name: 'Harbor Books',
      country: 'US',
      homeCurrency: 'USD',
      multiCurrency: false,
      numbersItself: true,
      automatedSalesTax: false,
      usesSalesTax: true,
      lineTax: 'group',
      autoAppliesCredits: false,
      classPerLine: false,
      classPerDocument: false,
      departments: false,
      booksClosedThrough: null,
      taxCodes: [],
      askedAt: world.clock.now().toISOString(),
    })
  })

  it('follow its settings', async () => {
    const world = await connected({ automatedSalesTax: true, multiCurrency: true })
    await changeSettings(world, {
      SalesFormsPrefs: { CustomTxnNumbers: true, AutoApplyCredit: true },
      AccountingInfoPrefs: {
        BookCloseDate: '2026-09-30',
        ClassTrackingPerTxnLine: true,
        TrackDepartments: true,
      },
    })
    expect(await world.adapter.companyFacts(world.session)).toMatchObject({
      numbersItself: false,
      multiCurrency: true,
      automatedSalesTax: true,
      lineTax: 'flag',
      autoAppliesCredits: true,
      classPerLine: true,
      classPerDocument: false,
      departments: true,
      booksClosedThrough: '2026-09-30',
    })
  })

  it('say that no group is asked for where automated sales tax was never set up', async () => {
    const world = await connected({ automatedSalesTax: false })
    expect(await world.adapter.companyFacts(world.session)).toMatchObject({ lineTax: 'flag' })
  })

  it('hold the rates of each tax code outside the US', async () => {
    const { adapter, session } = await connected({ country: 'CA', homeCurrency: 'CAD' })
    const facts = await adapter.companyFacts(session)
    expect(facts).toMatchObject({ country: 'CA', homeCurrency: 'CAD', lineTax: 'code' })
    expect(facts.taxCodes?.find(({ id }) => id === '8')?.rates).toMatchObject([
      { id: '2', ratePpm: 50_000 },
      { id: '5', ratePpm: 99_750 },
    ])
  })
})
