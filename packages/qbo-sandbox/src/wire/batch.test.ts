import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faults } from '../fault.ts'
import type { JsonObject } from '../json.ts'
import { batchMember, type BatchDoors } from './batch.ts'
import { read } from './testing/company.ts'
import { refusal } from './testing/refusal.ts'

/** Doors that write down what comes through them. */
function world() {
  const seen: unknown[][] = []
  const doors: BatchDoors = {
    query(statement) {
      seen.push(['query', statement])
      return '"QueryResponse":{}'
    },
    write(kind, operation, include, body) {
      seen.push([operation, kind, [...include], body])
      if (body['SyncToken'] === 'stale') throw faults.stale('Dana Ledger')
      if (body['Id'] === 'bug') throw new TypeError('a defect')
      return `"${kind}":{"Id":"1"}`
    },
  }
  const text = (items: unknown, strictIds = false) =>
    batchMember({ BatchItemRequest: items } as JsonObject, doors, strictIds)
  const answers = (items: unknown, strictIds = false) =>
    read(text(items, strictIds))['BatchItemResponse'] as JsonObject[]
  return { seen, text, answers }
}

const faultIn = (answer: JsonObject | undefined): string => {
  const [error] =
    (answer?.['Fault'] as { Error: { code: string; Detail: string }[] } | undefined)?.Error ?? []
  return error === undefined ? 'none' : `${error.code} ${error.Detail}`
}
const item = (more: object = {}) => ({
  bId: 'b1',
  operation: 'create',
  Vendor: { DisplayName: 'X' },
  ...more,
})
const items = (count: number) => Array.from({ length: count }, (_, at) => item({ bId: `b${at}` }))

describe('a batch', () => {
  it('answers item for item: what came of it, then its id', () => {
    const { text } = world()
    expect(
      text([
        item(),
        { bId: 'b2', Query: 'select * from Item' },
        item({ bId: 'b3', Vendor: { SyncToken: 'stale' } }),
      ]),
    ).toBe(
      '"BatchItemResponse":[{"Vendor":{"Id":"1"},"bId":"b1"},{"QueryResponse":{},"bId":"b2"},{"Fault":{"Error":[{"Message":"Stale Object Error","Detail":"Stale Object Error : You and Dana Ledger were working on this at the same time. Dana Ledger finished before you did, so your work was not saved.","code":"5010","element":""}],"type":"ValidationFault"},"bId":"b3"}]',
    )
  })

  it('does its items one after the other, those after a refused one too', () => {
    const { seen, answers } = world()
    const answered = answers(
      [
        item({ bId: 'a', operation: 'update', Vendor: { Id: '7', SyncToken: 'stale' } }),
        item({ bId: 'b', operation: 'delete', Invoice: { Id: '5', SyncToken: '0' }, Vendor: undefined }),
        { bId: 'c', Query: 'select * from Item' },
      ].map((each) => JSON.parse(JSON.stringify(each))),
    )
    expect(answered.map((each) => each['bId'])).toEqual(['a', 'b', 'c'])
    expect(seen[0]?.[0]).toBe('update')
    expect(seen.at(-1)).toEqual(['query', 'select * from Item'])
  })

  it('passes on what an item wants done and how', () => {
    const { seen, answers } = world()
    answers([
      { bId: '1', operation: 'create', Customer: { DisplayName: 'A' } },
      {
        bId: '2',
        operation: 'update',
        optionsData: 'void',
        Vendor: { Id: '9', SyncToken: '1', sparse: true },
      },
      { bId: '3', operation: 'create', optionsData: 'allowduplicatedocnum, x', Item: {} },
    ])
    expect(seen).toEqual([
      ['create', 'Customer', [], { DisplayName: 'A' }],
      ['update', 'Vendor', ['void'], { Id: '9', SyncToken: '1', sparse: true }],
      ['create', 'Item', ['allowduplicatedocnum', 'x'], {}],
    ])
  })

  it('takes thirty items and not one more', () => {
    const { seen, answers, text } = world()
    expect(answers(items(30))).toHaveLength(30)
    seen.length = 0
    expect(refusal(() => text(items(31)))).toMatch(/^1040 /)
    expect(seen).toEqual([])
  })

  it.each([[[]], [undefined], [null], ['x'], [{}]])('is empty with %j for items', (nothing) => {
    expect(refusal(() => world().text(nothing))).toBe('400 Batch Request is Empty')
  })

  it('answers an item without an id without one', () => {
    expect(world().text([{ Query: 'select * from Item' }])).toBe('"BatchItemResponse":[{"QueryResponse":{}}]')
  })

  it('lets defects of the sandbox through instead of passing them off as refusals', () => {
    expect(() => world().text([item({ Vendor: { Id: 'bug' } })])).toThrow('a defect')
  })
})

describe('ids of items', () => {
  const long = item({ bId: 'b1234567890' })
  const longest = item({ bId: 'b123456789' })

  it('have at most ten characters when the batch has a request id', () => {
    const { seen, answers } = world()
    const answered = answers([long, longest], true)
    expect(faultIn(answered[0])).toMatch(/^2130 /)
    expect(answered[0]?.['bId']).toBe('b1234567890')
    expect(faultIn(answered[1])).toBe('none')
    expect(seen).toHaveLength(1)
  })

  it('may be longer otherwise', () => {
    expect(faultIn(world().answers([long])[0])).toBe('none')
  })
})

describe('a refused item', () => {
  it.each([
    ['is nothing', {}, /^2020 Required parameter BatchItemRequest/],
    ['is no object', 5, /^2020 Required parameter BatchItemRequest/],
    ['does not say what to do', { Vendor: {} }, /^2020 Required parameter operation/],
    ['has no object to do it to', { operation: 'create', Vendor: 'x' }, /^2020 Required parameter Vendor/],
    ['has a query that is no text', { Query: { text: 'x' } }, /^2020 Required parameter Query/],
    [
      'wants two things',
      { operation: 'create', Vendor: {}, Customer: {} },
      /^5030 .*more than one task \(operation, Vendor, Customer\)/,
    ],
    ['wants a query and more', { operation: 'create', Vendor: {}, Query: 'x' }, /^5030 .*more than one task/],
    ['polls for changes', { CDCQuery: { Entities: 'Item' } }, /^5030 .*CDCQuery in a batch/],
    [
      'wants what only QuickBooks has',
      { operation: 'create', PurchaseOrder: {} },
      /^5030 .*PurchaseOrder in a batch/,
    ],
    [
      'names an unknown entity',
      { operation: 'create', Vendr: {} },
      /^2010 .*Unrecognized field "Vendr" \(class com\.intuit\.schema\.finance\.v3\.BatchItemRequest\)/,
    ],
    ['writes an entity in the wrong case', { operation: 'create', vendor: {} }, /^2010 .*"vendor"/],
    [
      'names what every object has',
      JSON.parse('{"operation":"create","__proto__":{}}'),
      /^2010 .*"__proto__"/,
    ],
  ])('%s', (_what, wrong, says) => {
    const { seen, answers } = world()
    const answered = answers([wrong, item()])
    expect(faultIn(answered[0])).toMatch(says)
    expect(faultIn(answered[1])).toBe('none')
    expect(seen).toHaveLength(1)
  })
})

const recording = new URL('../../../../../shared/recordings/batch/basic.yml', import.meta.url)

describe.skipIf(!existsSync(recording))('the recorded batch', () => {
  it('is read item for item as it was answered: payload first, id last', () => {
    const [sent, answered] = [...readFileSync(recording, 'utf8').matchAll(/string: '(\{.*?\})'\n/gs)].map(
      (match) => JSON.parse((match[1] ?? '').replaceAll("''", "'").replaceAll(/\s*\n\s*/g, ' ')),
    )
    const { seen, answers } = world()
    const ours = answers(sent.BatchItemRequest)
    expect(seen).toEqual([
      ['create', 'Vendor', [], { DisplayName: 'Boraski Family Store' }],
      ['delete', 'Invoice', [], { Id: '129', SyncToken: '0' }],
      [
        'update',
        'SalesReceipt',
        [],
        { domain: 'QBO', sparse: true, Id: '11', SyncToken: '0', PrivateNote: 'A private note.' },
      ],
      ['query', "select * from SalesReceipt where TotalAmt > '300.00'"],
    ])
    const shape = (each: JsonObject) => [Object.keys(each).at(-1), each['bId']]
    expect(ours.map(shape)).toEqual(answered.BatchItemResponse.map(shape))
  })
})
