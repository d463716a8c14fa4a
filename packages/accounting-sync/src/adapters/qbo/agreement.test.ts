import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { References } from '../../adapter.ts'
import type { CanonicalDocument, CanonicalLine, CanonicalTax } from '../../core/document.ts'
import { differences } from '../../core/settle.ts'
import { documentOf, frameOf, line, REFERENCES, tax, writeOf } from './testing/documents.ts'
import { changeSettings, connected, ORIGIN, REALM, type World } from './testing/world.ts'

/** Whole minor units of a share, rounded half up. */
const share = (amount: number, ratePpm: number) => Math.floor((amount * ratePpm + 500_000) / 1_000_000)

/** Kept below ten digits before the point, above which the service takes no amount. */
interface Drawn {
  units: number
  places: number
  price: number
  discount: number
  taxing: number
}

const drawnLine = fc.record<Drawn>({
  units: fc.oneof(fc.constant(0), fc.nat(50_000)),
  places: fc.nat(4),
  price: fc.oneof(fc.constant(0), fc.nat(150_000)),
  discount: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 })),
  taxing: fc.nat(5),
})
const drawn = fc.array(drawnLine, { minLength: 1, maxLength: 8 })

/** A line with a quantity, a price, perhaps a discount, and the taxes that are told for its amount. */
function lineFrom(
  { units, places, price, discount, taxing }: Drawn,
  taxesOn: (net: number, taxing: number) => CanonicalTax[],
): CanonicalLine {
  const digits = String(units).padStart(places + 1, '0')
  const quantity = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  const gross = Math.floor((units * price) / 10 ** places + 0.5)
  const discountMinor = share(gross, discount * 10_000)
  const netMinor = gross - discountMinor
  return line({ quantity, unitPriceMinor: price, discountMinor, netMinor, taxes: taxesOn(netMinor, taxing) })
}

/** Writes what was drawn, alone and in a batch, and compares what is there with what was meant. */
async function agree(
  world: World,
  references: References,
  documentFrom: (lines: readonly Drawn[]) => CanonicalDocument,
  runs = 60,
): Promise<void> {
  const { adapter, session } = world
  const facts = await adapter.companyFacts(session)
  let count = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (papers, isMemo) => {
        const writes = papers.map((lines) => {
          count += 1
          const known = {
            id: `id-${count}`,
            number: `N-${count}`,
            kind: isMemo ? 'credit_memo' : 'invoice',
          } as const
          const document = { ...documentFrom(lines), ...known }
          return writeOf(document, adapter.prepare(document, references, facts))
        })
        const outcomes = await adapter.deliver(session, {
          ...frameOf(...writes),
          requestId: `request-${count}`,
        })
        const found = await adapter.find(session, writes)
        for (const [at, { intent }] of writes.entries()) {
          const outcome = outcomes[at]
          if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome))
          expect(differences(intent, outcome.object)).toEqual([])
          expect(found[at]).toEqual(outcome.object)
        }
      },
    ),
    { numRuns: runs },
  )
}

const ownNumbers = async (world: World) =>
  await changeSettings(world, { SalesFormsPrefs: { CustomTxnNumbers: true } })

describe('what is there afterwards is what was meant, to the cent', () => {
  it('in the US, where the company computes tax by its group of rates', async () => {
    const world = await connected()
    await ownNumbers(world)
    const state = (net: number) => tax('state', 80_000, share(net, 80_000))
    const references = { ...REFERENCES, taxCodeIds: new Map([['state', '2']]) }
    await agree(world, references, (lines) => {
      const all = lines.map((each) => lineFrom(each, (net, taxing) => (taxing > 2 ? [state(net)] : [])))
      // Rounded once for the document, as tax is there; ours has to be reckoned so to agree.
      const taxable = all.reduce((sum, each) => sum + (each.taxes.length > 0 ? each.netMinor : 0), 0)
      const document = documentOf(all)
      const taxMinor = share(taxable, 80_000)
      return { ...document, taxMinor, totalMinor: document.netMinor + taxMinor }
    })
  })

  it('in the US, by another group than the usual one, when ours is mapped to it', async () => {
    const world = await connected()
    await ownNumbers(world)
    const references = { ...REFERENCES, taxCodeIds: new Map([['city+state', '3']]) }
    await agree(world, references, (lines) => {
      const all = lines.map((each) =>
        lineFrom({ ...each, taxing: 5 }, (net) => [
          tax('state', 71_000, share(net, 71_000)),
          tax('city', 20_000, share(net, 20_000)),
        ]),
      )
      const document = documentOf(all)
      const taxMinor = share(document.netMinor, 71_000) + share(document.netMinor, 20_000)
      return { ...document, taxMinor, totalMinor: document.netMinor + taxMinor }
    })
  })

  it('in the US with automated sales tax, which keeps to our total however we rounded', async () => {
    const world = await connected({ automatedSalesTax: true })
    await ownNumbers(world)
    await agree(world, REFERENCES, (lines) =>
      documentOf(
        lines.map((each) =>
          lineFrom(each, (net, taxing) =>
            taxing > 2 ? [tax('state', 82_500, share(net, 82_500) + (taxing % 2))] : [],
          ),
        ),
      ),
    )
  })

  it('elsewhere, with several rates on a line, however we rounded each', async () => {
    const world = await connected({ country: 'CA', homeCurrency: 'CAD' })
    await ownNumbers(world)
    const taxCodeIds = new Map([
      ['none', '2'],
      ['hst', '6'],
      ['gst+qst', '8'],
      ['zero', '3'],
    ])
    const kinds: ((net: number) => CanonicalTax[])[] = [
      () => [],
      (net) => [tax('hst', 130_000, share(net, 130_000))],
      (net) => [tax('qst', 99_750, share(net, 99_750)), tax('gst', 50_000, share(net, 50_000))],
      () => [tax('zero', 0, 0)],
    ]
    await agree(world, { ...REFERENCES, taxCodeIds }, (lines) =>
      documentOf(
        lines.map((each) => lineFrom(each, (net, taxing) => kinds[taxing % kinds.length]?.(net) ?? [])),
        { currency: 'CAD' },
      ),
    )
  })

  it('elsewhere, where the company charges no sales tax', async () => {
    const world = await connected({ country: 'GB', homeCurrency: 'GBP' })
    await changeSettings(world, {
      SalesFormsPrefs: { CustomTxnNumbers: true },
      TaxPrefs: { UsingSalesTax: false },
    })
    await agree(world, REFERENCES, (lines) =>
      documentOf(
        lines.map((each) => lineFrom(each, () => [])),
        { currency: 'GBP' },
      ),
    )
  })

  it('in the US, where the company charges no sales tax', async () => {
    const world = await connected()
    await changeSettings(world, {
      SalesFormsPrefs: { CustomTxnNumbers: true },
      TaxPrefs: { UsingSalesTax: false },
    })
    const facts = await world.adapter.companyFacts(world.session)
    expect(facts).toMatchObject({ usesSalesTax: false, lineTax: 'none' })
    await agree(world, REFERENCES, (lines) => documentOf(lines.map((each) => lineFrom(each, () => []))))
  })

  it('in a currency without cents', async () => {
    const world = await connected({ country: 'CA', homeCurrency: 'CAD', multiCurrency: true })
    await ownNumbers(world)
    const { adapter, session } = world
    const address = { line1: null, line2: null, city: null, region: null, postalCode: null, country: null }
    const party = {
      id: 'c',
      name: 'Tanaka',
      email: null,
      phone: null,
      currency: 'JPY',
      active: true,
      address,
    }
    const customer = await adapter.createCustomer(session, party, 'request-customer')
    if (customer.kind !== 'written') throw new Error(JSON.stringify(customer))
    const references = {
      ...REFERENCES,
      customerId: customer.object.externalId,
      taxCodeIds: new Map([
        ['none', '2'],
        ['hst', '6'],
      ]),
    }
    await agree(world, references, (lines) =>
      documentOf(
        lines.map((each) =>
          lineFrom(each, (net, taxing) => (taxing > 2 ? [tax('hst', 130_000, share(net, 130_000))] : [])),
        ),
        { currency: 'JPY', exchangeRate: '0.0091' },
      ),
    )
  })
})

describe('what is not as it was meant', () => {
  // capability sending out: Each answer is compared with what was meant: tax reckoned otherwise there shows at once
  it('shows: a company in the US that reckons tax by another rate', async () => {
    const world = await connected()
    await ownNumbers(world)
    const { adapter, session } = world
    const facts = await adapter.companyFacts(session)
    const document = documentOf([line({ netMinor: 10_000, taxes: [tax('state', 70_000, 700)] })])
    const references = { ...REFERENCES, taxCodeIds: new Map([['state', '2']]) }
    const write = writeOf(document, adapter.prepare(document, references, facts))
    const [outcome] = await adapter.deliver(session, frameOf(write))
    if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome))
    expect(differences(write.intent, outcome.object)).toEqual([
      { field: 'total', here: '10700', there: '10800' },
      { field: 'tax', here: '700', there: '800' },
    ])
  })

  it('shows when a bookkeeper has put a discount on it', async () => {
    const world = await connected()
    await ownNumbers(world)
    const { adapter, session, sandbox, tokens } = world
    const facts = await adapter.companyFacts(session)
    const document = documentOf([line({ netMinor: 10_000 })])
    const write = writeOf(document, adapter.prepare(document, REFERENCES, facts))
    await adapter.deliver(session, frameOf(write))
    const [before] = await adapter.find(session, [write])
    const discount = {
      DetailType: 'DiscountLineDetail',
      Amount: 5,
      DiscountLineDetail: { PercentBased: false },
    }
    const change = {
      ...(JSON.parse(write.body) as { Line: object[] }),
      Id: before?.externalId,
      SyncToken: before?.version,
    }
    const answer = await sandbox.fetch(`${ORIGIN}/v3/company/${REALM}/invoice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' },
      body: JSON.stringify({ ...change, Line: [...change.Line, discount] }),
    })
    expect(answer.status).toBe(200)
    const [after] = await adapter.find(session, [write])
    expect(after).toMatchObject({ totalMinor: 9500, lineNetsMinor: [10_000, -500] })
  })
})
