import { describe, expect, it } from 'vitest'
import { stampSeconds } from '../time.ts'
import { queryMember } from './ask.ts'
import { looseCompany, MINUTE, read, SECOND, START } from './testing/company.ts'
import { refusal } from './testing/refusal.ts'

const named = (name: string) => ({ DisplayName: name, FullyQualifiedName: name })

function shop() {
  const { company, put } = looseCompany()
  put('Customer', '1', START, { ...named('Cool Cars'), Active: true, Balance: 100 })
  put('Customer', '2', START + SECOND, { ...named("Amy's Bird Sanctuary"), Active: true, Balance: 0 })
  put('Customer', '3', START + 2 * SECOND, { ...named('Old Ways (deleted)'), Active: false, Balance: 0 })
  return { company, put, ask: (statement: string, now = START) => queryMember(company, statement, now) }
}

const idsIn = (members: string, kind = 'Customer') => {
  const response = read(members)['QueryResponse'] as Record<string, { Id: string }[]>
  return (response[kind] ?? []).map((each) => each.Id)
}

describe('the answer to a query', () => {
  it('holds the rows as stored, where the page starts and how many there are', () => {
    const time = stampSeconds(START)
    expect(shop().ask("select * from customer where displayname = 'COOL cars'")).toBe(
      `"QueryResponse":{"Customer":[{"DisplayName":"Cool Cars","FullyQualifiedName":"Cool Cars","Active":true,"Balance":100.00,"Id":"1","SyncToken":"0","MetaData":{"CreateTime":"${time}","LastUpdatedTime":"${time}"}}],"startPosition":1,"maxResults":1}`,
    )
  })

  it('counts what it holds, not what was asked for, and starts where it was told', () => {
    const response = read(shop().ask('SELECT * FROM Customer ORDERBY Id STARTPOSITION 2 MAXRESULTS 50'))
    expect(response['QueryResponse']).toMatchObject({ startPosition: 2, maxResults: 1 })
  })

  it('is empty when there is nothing, without a name or a position', () => {
    expect(shop().ask("SELECT * FROM Customer WHERE Id = '99'")).toBe('"QueryResponse":{}')
    expect(shop().ask('SELECT * FROM Customer STARTPOSITION 3')).toBe('"QueryResponse":{}')
    expect(shop().ask('SELECT * FROM Vendor')).toBe('"QueryResponse":{}')
  })

  it('is a number alone when it counts, also when that is none', () => {
    expect(shop().ask('SELECT COUNT(*) FROM Customer')).toBe('"QueryResponse":{"totalCount":2}')
    expect(shop().ask("SELECT count(*) FROM Customer WHERE DisplayName = 'x'")).toBe(
      '"QueryResponse":{"totalCount":0}',
    )
  })

  it('leaves out what is inactive until the query speaks of it, also when asked by id', () => {
    const { ask } = shop()
    expect(idsIn(ask('SELECT * FROM Customer ORDERBY Id'))).toEqual(['1', '2'])
    expect(idsIn(ask("SELECT * FROM Customer WHERE Id IN ('2', '3')"))).toEqual(['2'])
    expect(idsIn(ask('SELECT * FROM Customer WHERE Active IN (true, false) ORDERBY Id'))).toEqual([
      '1',
      '2',
      '3',
    ])
    expect(idsIn(ask('SELECT * FROM Customer WHERE Active = false'))).toEqual(['3'])
  })

  it('comes in the order of names where the service keeps one, in the order of ids elsewhere', () => {
    const { ask, put } = shop()
    expect(idsIn(ask('SELECT * FROM Customer'))).toEqual(['2', '1'])
    for (const id of ['10', '9', '100']) put('TaxAgency', id, START, { DisplayName: `Agency ${id}` })
    expect(idsIn(ask('SELECT * FROM TaxAgency'), 'TaxAgency')).toEqual(['9', '10', '100'])
  })

  it('shows papers of the newest date first, those of one day in the order of ids', () => {
    const { ask, put } = shop()
    for (const [id, TxnDate] of [
      ['10', '2026-11-20'],
      ['9', '2026-11-20'],
      ['8', '2026-11-19'],
      ['11', '2026-11-21'],
    ] as const) {
      put('Invoice', id, START, { TxnDate })
    }
    expect(idsIn(ask('SELECT * FROM Invoice'), 'Invoice')).toEqual(['11', '9', '10', '8'])
    expect(idsIn(ask('SELECT * FROM Invoice ORDERBY Id'), 'Invoice')).toEqual(['8', '9', '10', '11'])
    expect(idsIn(ask('SELECT * FROM Invoice ORDERBY TxnDate'), 'Invoice')).toEqual(['8', '9', '10', '11'])
  })

  it('finds by time whatever offset the time is written with', () => {
    const { ask } = shop()
    const since = (time: string) =>
      idsIn(ask(`SELECT * FROM Customer WHERE MetaData.LastUpdatedTime >= '${time}' ORDERBY Id`))
    expect(since('2026-11-21T12:00:01Z')).toEqual(['2'])
    expect(since('2026-11-21T04:00:01-08:00')).toEqual(['2'])
    expect(since('2026-11-21T13:00:00+01:00')).toEqual(['1', '2'])
  })

  it('takes today for the day of the service, which begins eight hours after that of London', () => {
    const { ask } = shop()
    const lateEvening = Date.parse('2026-11-22T07:00:00Z')
    const statement = 'SELECT * FROM Customer WHERE MetaData.CreateTime >= CURRENT_DATE ORDERBY Id'
    expect(idsIn(ask(statement, lateEvening))).toEqual(['1', '2'])
    expect(idsIn(ask(statement, lateEvening + 60 * MINUTE))).toEqual([])
  })
})

describe('a refused query', () => {
  it('names an entity that does not exist', () => {
    expect(refusal(() => shop().ask('SELECT * FROM Custmoer'))).toBe(
      '4001 QueryValidationError: invalid context declaration: Custmoer',
    )
    expect(refusal(() => shop().ask(`SELECT * FROM ${'x'.repeat(5000)}`)).length).toBeLessThan(200)
    expect(refusal(() => shop().ask('SELECT * FROM __proto__'))).toContain('invalid context declaration')
  })

  it('says of an entity that only QuickBooks has that it is not modelled', () => {
    expect(refusal(() => shop().ask('SELECT * FROM PurchaseOrder'))).toMatch(
      /^5030 qbo-sandbox does not model queries of PurchaseOrder/,
    )
  })

  it('names a property that cannot be asked for, in a condition or an order, also when it only counts', () => {
    const says = "4001 QueryValidationError: property 'Notes' is not queryable"
    expect(refusal(() => shop().ask("SELECT * FROM Customer WHERE Notes = 'x'"))).toBe(says)
    expect(refusal(() => shop().ask('SELECT * FROM Customer ORDERBY Notes'))).toBe(says)
    expect(refusal(() => shop().ask('SELECT COUNT(*) FROM Customer ORDERBY Notes'))).toBe(says)
  })
})

describe('a row that comes late', () => {
  const byTime = "SELECT * FROM Customer WHERE MetaData.LastUpdatedTime > '2026-01-01' ORDERBY Id"

  function late() {
    const { company, ask } = shop()
    company.lateUntil.set('Customer:1', START + MINUTE)
    return ask
  }

  it('is not seen by who asks by time or sorts by it, until its hour has come', () => {
    const ask = late()
    expect(idsIn(ask(byTime, START + MINUTE - 1))).toEqual(['2'])
    expect(idsIn(ask(byTime, START + MINUTE))).toEqual(['1', '2'])
    expect(idsIn(ask('SELECT * FROM Customer ORDERBY metadata.lastupdatedtime', START))).toEqual(['2'])
  })

  it('is not seen through its id either when time is asked for as well', () => {
    const statement =
      "SELECT * FROM Customer WHERE Id IN ('1', '2') AND MetaData.LastUpdatedTime > '2026-01-01'"
    expect(idsIn(late()(statement, START))).toEqual(['2'])
  })

  it('is seen by everybody else, whatever words their texts hold', () => {
    expect(idsIn(late()('SELECT * FROM Customer ORDERBY Id', START))).toEqual(['1', '2'])
    expect(idsIn(late()("SELECT * FROM Customer WHERE DisplayName > ''", START))).toContain('1')
    expect(
      idsIn(
        late()(
          "SELECT * FROM Customer WHERE DisplayName IN ('MetaData.LastUpdatedTime', 'Cool Cars')",
          START,
        ),
      ),
    ).toEqual(['1'])
  })
})
