import { beforeEach, describe, expect, it } from 'vitest'
import { bareCompany } from '../company/opening.ts'
import type { Company } from '../company/state.ts'
import type { JsonObject } from '../json.ts'
import { answerApi, type ApiWorld } from './api.ts'
import { changePollKnobs } from './cdc.ts'
import { emptyMemory, replayKnobs } from './replay.ts'
import { SECOND, START } from './testing/company.ts'
import { createThrottle } from './throttle.ts'

let company: Company
let time: number
let world: ApiWorld

beforeEach(() => {
  company = bareCompany({ realmId: '9130', name: 'Harbor Books' }, START)
  time = START + 60 * SECOND
  const memory = emptyMemory()
  let calls = 0
  world = {
    get now() {
      return time
    },
    authenticate: () => ({ realmId: '9130', appId: 'A' }),
    company: () => company,
    memory: () => memory,
    throttle: createThrottle('off'),
    changePolls: { ...changePollKnobs },
    replay: { ...replayKnobs },
    interfere: () => undefined,
    nextCall: () => (calls += 1),
    trace: () => ({ now: time, tid: `1-${time}-${calls}`, spanId: '1' }),
  }
})

/** One call, a second after the one before. */
function call(method: string, path: string, body = ''): { status: number; body: JsonObject; text: string } {
  time += SECOND
  const target = `/v3/company/9130/${path}`
  const response = answerApi(world, { method, target, headers: { accept: 'application/json' }, body })
  return { status: response.status, body: JSON.parse(response.body) as JsonObject, text: response.body }
}

const batch = (items: unknown[], search = '') =>
  call('POST', `batch${search}`, JSON.stringify({ BatchItemRequest: items }))

const itemsOf = (answer: { body: JsonObject }) =>
  answer.body['BatchItemResponse'] as Record<string, JsonObject>[]

const rowsOf = (kind: string, statement: string): JsonObject[] => {
  const { body } = call('GET', `query?query=${encodeURIComponent(statement)}`)
  return ((body['QueryResponse'] as JsonObject)[kind] ?? []) as unknown as JsonObject[]
}

function changesOf(kind: string, since: number): JsonObject[] {
  const { body } = call('GET', `cdc?entities=${kind}&changedSince=${new Date(since).toISOString()}`)
  const [response] = body['CDCResponse'] as unknown as { QueryResponse: Record<string, JsonObject[]>[] }[]
  return response?.QueryResponse[0]?.[kind] ?? []
}

const createCustomer = (bId: string, DisplayName: string) => ({
  bId,
  operation: 'create',
  Customer: { DisplayName },
})

describe('a batch in a real company', () => {
  it('does one item after the other: later ones see what earlier ones did', () => {
    const answered = itemsOf(
      batch([
        createCustomer('a', 'Cool Cars'),
        createCustomer('b', 'cool cars'),
        { bId: 'c', Query: "select * from Customer where DisplayName = 'Cool Cars'" },
        { bId: 'd', operation: 'create', Vendor: { DisplayName: 'Cal Telephone' } },
      ]),
    )
    expect(answered.map((each) => Object.keys(each)[0])).toEqual([
      'Customer',
      'Fault',
      'QueryResponse',
      'Vendor',
    ])
    expect(answered[1]?.['Fault']?.['Error']).toMatchObject([{ code: '6240' }])
    expect(answered[2]?.['QueryResponse']).toMatchObject({
      maxResults: 1,
      Customer: [{ Id: answered[0]?.['Customer']?.['Id'] }],
    })
  })

  it('names an unknown property of one item in its place', () => {
    const answered = itemsOf(
      batch([{ bId: 'a', operation: 'create', Customer: { DisplayName: 'A', BadJson: 1 } }]),
    )
    expect(answered[0]?.['Fault']?.['Error']).toMatchObject([{ code: '2010' }])
  })

  it('is done once under one request id and answered the same, its refusals too', () => {
    const items = [createCustomer('a', 'Cool Cars'), createCustomer('b', 'Cool Cars')]
    const first = batch(items, '?requestid=r1')
    const again = batch(items, '?requestid=r1')
    expect(again.text).toBe(first.text)
    expect(rowsOf('Customer', "SELECT * FROM Customer WHERE DisplayName LIKE 'Cool%'")).toHaveLength(1)
    expect(itemsOf(batch(items, '?requestid=r2')).map((each) => Object.keys(each)[0])).toEqual([
      'Fault',
      'Fault',
    ])
  })

  it('is not remembered when it was turned away at the door', () => {
    const items = [createCustomer('a', 'Cool Cars')]
    world.throttle = createThrottle({ realmPerMinute: 0 })
    expect(batch(items, '?requestid=r').status).toBe(429)
    world.throttle.on = false
    expect(itemsOf(batch(items, '?requestid=r'))[0]).toHaveProperty('Customer')
  })

  it('has stricter rules for its ids than a single call', () => {
    const longId = `?requestid=${'r'.repeat(37)}`
    expect(batch([createCustomer('a', 'A')], longId).text).toContain('"code":"2130"')
    expect(call('POST', `customer${longId}`, '{"DisplayName":"B"}').status).toBe(200)
    const answered = itemsOf(batch([createCustomer('b1234567890', 'C')], '?requestid=r'))
    expect(answered[0]?.['Fault']?.['Error']).toMatchObject([{ code: '2130' }])
  })
})

describe('changes in a real company', () => {
  const create = (DisplayName: string) =>
    call('POST', 'customer', JSON.stringify({ DisplayName })).body['Customer'] as JsonObject

  it('are polled as whole objects from the time of the last answer on', () => {
    create('Before')
    const since = time + SECOND
    const made = create('After')
    expect(changesOf('Customer', since)).toEqual([made])
    expect(changesOf('Customer', time)).toEqual([])
  })

  it('come in the order in which they were made last', () => {
    const [one, two] = [create('One'), create('Two')]
    call('POST', 'customer', JSON.stringify({ Id: one['Id'], SyncToken: '0', sparse: true, Notes: 'x' }))
    expect(changesOf('Customer', START).map((each) => each['Id'])).toEqual([two['Id'], one['Id']])
  })

  it('of what was made inactive are seen by polls and by queries that speak of it, not by others', () => {
    const { Id } = create('Old Ways')
    call('POST', 'customer', JSON.stringify({ Id, SyncToken: '0', sparse: true, Active: false }))
    const inactive = { Id, Active: false, DisplayName: 'Old Ways (deleted)' }
    expect(changesOf('Customer', START)).toMatchObject([inactive])
    expect(rowsOf('Customer', `SELECT * FROM Customer WHERE Id = '${String(Id)}'`)).toEqual([])
    expect(rowsOf('Customer', 'SELECT * FROM Customer WHERE Active IN (true, false)')).toMatchObject([
      inactive,
    ])
  })
})

describe('a deleted paper in a real company', () => {
  function entry() {
    const { Id: AccountId } = rowsOf('Account', "SELECT * FROM Account WHERE AccountType = 'Income'")[0] ?? {}
    const line = (PostingType: string) => ({
      Amount: 12.5,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: { PostingType, AccountRef: { value: AccountId } },
    })
    return { bId: 'a', operation: 'create', JournalEntry: { Line: [line('Debit'), line('Credit')] } }
  }

  it('leaves queries, comes last in polls and cannot be deleted again', () => {
    const made = itemsOf(batch([entry(), entry(), entry()])).map((each) =>
      String(each['JournalEntry']?.['Id']),
    )
    const [first = '', second = '', third = ''] = made
    const deletion = { bId: 'd', operation: 'delete', JournalEntry: { Id: first, SyncToken: '0' } }
    expect(itemsOf(batch([deletion, deletion]))).toMatchObject([
      { JournalEntry: { domain: 'QBO', status: 'Deleted', Id: first } },
      { Fault: { Error: [{ code: '610' }] } },
    ])
    expect(rowsOf('JournalEntry', 'SELECT * FROM JournalEntry').map((each) => each['Id'])).toEqual([
      second,
      third,
    ])
    expect(rowsOf('JournalEntry', `SELECT * FROM JournalEntry WHERE Id = '${first}'`)).toEqual([])
    expect(changesOf('JournalEntry', START).map(({ Id, status }) => [Id, status])).toEqual([
      [second, undefined],
      [third, undefined],
      [first, 'Deleted'],
    ])
  })
})

describe('queries in a real company', () => {
  it('are the same sent either way', () => {
    const statement = "SELECT * FROM Account WHERE AccountType = 'Accounts Receivable'"
    const found = rowsOf('Account', statement)
    expect(found).toHaveLength(1)
    const posted = call('POST', 'query', statement).body['QueryResponse'] as JsonObject
    expect(posted['Account']).toEqual(found)
  })

  it('find by any offset, but not by one whose plus sign was not encoded', () => {
    const statement = (offset: string) =>
      `SELECT * FROM Account WHERE MetaData.CreateTime >= '2026-11-21T00:00:00${offset}'`
    expect(rowsOf('Account', statement('+01:00')).length).toBeGreaterThan(0)
    const bare = encodeURIComponent(statement('+01:00')).replaceAll('%2B', '+')
    expect(call('GET', `query?query=${bare}`).text).toContain('"code":"4001"')
  })
})
