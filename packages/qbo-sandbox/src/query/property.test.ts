import { describe, expect, it } from 'vitest'
import { Fault } from '../fault.ts'
import type { JsonObject } from '../json.ts'
import { evaluate } from './evaluate.ts'
import { parseQuery } from './parse.ts'
import { idsOf, NOW, target } from './testing/target.ts'

const where = (condition: string, rows: JsonObject[]) =>
  idsOf(`SELECT * FROM Invoice WHERE ${condition}`, rows)

function refusal(statement: string): string {
  try {
    evaluate(parseQuery(`SELECT * FROM Invoice ${statement}`, NOW), [], target)
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${error.entries[0]?.detail}`
    throw error
  }
  return 'accepted'
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ Id: String(index + 1) }))

describe('a text', () => {
  const rows = [
    { Id: '1', DisplayName: "Amy's Bird Sanctuary" },
    { Id: '2', DisplayName: 'BIRDS of a feather' },
    { Id: '3', DisplayName: 'cool cars' },
    { Id: '4' },
  ]

  it('is found whatever its case', () => {
    expect(where(String.raw`DisplayName = 'AMY\'S bird SANCTUARY'`, rows)).toEqual(['1'])
    expect(where("displayname LIKE '%bird%'", rows)).toEqual(['1', '2'])
    expect(where("DISPLAYNAME IN ('COOL CARS', 'none', 'birds of a feather')", rows)).toEqual(['2', '3'])
  })

  it('is compared in the order of letters', () => {
    expect(where("DisplayName > 'Birds'", rows)).toEqual(['2', '3'])
    expect(where("DisplayName <= 'birds of a FEATHER'", rows)).toEqual(['1', '2'])
  })

  it('may be written as a number', () => {
    expect(where('DocNumber = 1001', [{ Id: '1', DocNumber: '1001' }])).toEqual(['1'])
    expect(where('DocNumber = 1001', [{ Id: '1', DocNumber: '01001' }])).toEqual([])
  })
})

describe('a number', () => {
  const rows = [
    { Id: '1', TotalAmt: 0 },
    { Id: '2', TotalAmt: 26.06 },
    { Id: '3', TotalAmt: 100 },
    { Id: '4', TotalAmt: -5.5 },
    { Id: '5' },
  ]

  it('is compared as a number, with quotes or without', () => {
    expect(where('TotalAmt > 9', rows)).toEqual(['2', '3'])
    expect(where("TotalAmt > '9'", rows)).toEqual(['2', '3'])
    expect(where('TotalAmt = 26.060', rows)).toEqual(['2'])
    expect(where("TotalAmt IN ('100.00', 0)", rows)).toEqual(['1', '3'])
    expect(where('TotalAmt <= -5.5', rows)).toEqual(['4'])
    expect(where('TotalAmt < 0.01', rows)).toEqual(['1', '4'])
    expect(where('TotalAmt >= 26.06', rows)).toEqual(['2', '3'])
  })

  it('that is none is refused', () => {
    expect(refusal("WHERE TotalAmt > 'much'")).toBe(
      "4001 QueryValidationError: value 'much' is not valid for property 'TotalAmt', which is a number",
    )
    expect(refusal('WHERE TotalAmt = true')).toMatch(/^4001/)
    expect(refusal("WHERE TotalAmt = ''")).toMatch(/^4001/)
    expect(refusal("WHERE TotalAmt = '1e3'")).toMatch(/^4001/)
  })
})

describe('true and false', () => {
  const rows = [
    { Id: '1', Active: true },
    { Id: '2', Active: false },
  ]

  it('are found with quotes or without', () => {
    expect(where('Active = true', rows)).toEqual(['1'])
    expect(where("Active = 'FALSE'", rows)).toEqual(['2'])
    expect(where('Active IN (true, false)', rows)).toEqual(['1', '2'])
  })

  it('are nothing else', () => {
    for (const wrong of ['1', "'yes'", "'constructor'", "''"]) {
      expect(refusal(`WHERE Active = ${wrong}`)).toContain('which is true or false')
    }
  })
})

describe('a date', () => {
  const rows = [
    { Id: '1', TxnDate: '2024-02-29' },
    { Id: '2', TxnDate: '2024-03-15' },
    { Id: '3', TxnDate: '2024-03-16' },
  ]

  it('is compared by days', () => {
    expect(where("TxnDate >= '2024-03-15'", rows)).toEqual(['2', '3'])
    expect(where("TxnDate < '2024-03-01' AND TxnDate > '2024-02-28'", rows)).toEqual(['1'])
    expect(where('TxnDate = CURRENT_DATE', rows)).toEqual(['2'])
  })

  it('is the day of an instant, as it is written', () => {
    expect(where("TxnDate = '2024-03-15T23:30:00-07:00'", rows)).toEqual(['2'])
  })

  it('has to be a day of the calendar', () => {
    for (const wrong of ['2024-02-30', '2024-3-1', '03/15/2024', 'yesterday', '']) {
      expect(refusal(`WHERE TxnDate = '${wrong}'`)).toMatch(
        /^4001 .* is not valid for property 'TxnDate', which is a date/,
      )
    }
  })
})

describe('a time', () => {
  const at = (Id: string, LastUpdatedTime: string) => ({
    Id,
    MetaData: { CreateTime: LastUpdatedTime, LastUpdatedTime },
  })
  const rows = [
    at('1', '2024-03-10T01:59:59-08:00'),
    at('2', '2024-03-10T03:00:00-07:00'),
    at('3', '2024-03-15T00:00:00-07:00'),
  ]
  const after = (text: string) => where(`MetaData.LastUpdatedTime > '${text}'`, rows)

  it('is compared as an instant, whatever its offset', () => {
    expect(after('2024-03-10T09:59:59Z')).toEqual(['2', '3'])
    expect(after('2024-03-10T10:59:58.500+01:00')).toEqual(['1', '2', '3'])
    expect(after('2024-03-10T02:59:59-0700')).toEqual(['2', '3'])
    expect(where("metadata.createtime = '2024-03-10T10:00:00Z'", rows)).toEqual(['2'])
    expect(where("MetaData.CreateTime IN ('2024-03-15T07:00:00Z')", rows)).toEqual(['3'])
  })

  it('is the service’s own time without an offset, and its midnight with a date alone', () => {
    expect(after('2024-03-10T03:00:00')).toEqual(['3'])
    expect(where("MetaData.LastUpdatedTime >= '2024-03-15'", rows)).toEqual(['3'])
    expect(after('2024-03-15')).toEqual([])
  })

  it('has to be one', () => {
    for (const wrong of ['2024-03-10 10:00', 'now', '2024-13-01T00:00:00Z', '']) {
      expect(refusal(`WHERE MetaData.LastUpdatedTime > '${wrong}'`)).toContain('which is a date and time')
    }
  })
})

describe('a reference', () => {
  const rows = [
    { Id: '1', CustomerRef: { value: '5000000000000503624', name: 'Amy' } },
    { Id: '2', CustomerRef: { value: '2', name: '1' } },
  ]

  it('is found by the id it holds, not by the name', () => {
    expect(where("CustomerRef = '5000000000000503624'", rows)).toEqual(['1'])
    expect(where('CustomerRef = 2', rows)).toEqual(['2'])
    expect(where("CustomerRef IN ('1', 'Amy')", rows)).toEqual([])
  })
})

describe('an id', () => {
  const rows = numbered(10)
  const byId = (id: string) => rows.find((row) => row.Id === id)

  it('is found with = and IN, in order of the ids', () => {
    expect(where("Id = '7'", rows)).toEqual(['7'])
    expect(where("id IN ('10', '9', '10', '99')", rows)).toEqual(['9', '10'])
  })

  it('is looked up without a walk over all rows', () => {
    const forbidden: Iterable<JsonObject> = {
      [Symbol.iterator]() {
        throw new Error('All rows were walked over')
      },
    }
    const over = { byId }
    expect(idsOf("SELECT * FROM Invoice WHERE Id IN ('9', '3', '99', '3')", forbidden, over)).toEqual([
      '3',
      '9',
    ])
    expect(idsOf("SELECT * FROM Invoice WHERE Id = '3' AND Id = '4'", forbidden, over)).toEqual([])
    expect(idsOf("SELECT * FROM Invoice WHERE Id = '3' AND TotalAmt = 5", forbidden, over)).toEqual([])
  })

  it('has no other operator', () => {
    for (const operator of ['<', '>', '<=', '>=', 'LIKE']) {
      expect(refusal(`WHERE Id ${operator} '5'`)).toBe(
        `4001 QueryValidationError: operator ${operator} is not supported for property 'Id'`,
      )
    }
  })
})

describe('a property', () => {
  it('that a row lacks matches nothing', () => {
    const bare = [
      { Id: '1' },
      { Id: '2', MetaData: {}, CustomerRef: { name: 'x' }, TotalAmt: '5', DocNumber: null },
    ]
    for (const condition of [
      "DocNumber = ''",
      "DocNumber LIKE '%'",
      "DocNumber < 'z'",
      'TotalAmt <= 5',
      'TotalAmt IN (0, 5)',
      'Active = false',
      "TxnDate > '2000-01-01'",
      "MetaData.LastUpdatedTime > '2000-01-01'",
      "CustomerRef = 'x'",
    ]) {
      expect(where(condition, bare)).toEqual([])
    }
  })

  it('that no query may name is refused', () => {
    const says = "4001 QueryValidationError: property 'UnappliedAmt' is not queryable"
    expect(refusal('WHERE UnappliedAmt > 0')).toBe(says)
    expect(refusal('ORDERBY UnappliedAmt')).toBe(says)
    expect(refusal('WHERE Line.Amount > 0')).toContain("property 'Line.Amount' is not queryable")
    expect(refusal("WHERE constructor = 'x'")).toContain("property 'constructor' is not queryable")
  })

  it('whose comparison is not documented is refused by name', () => {
    expect(refusal("WHERE CustomerRef > '1'")).toMatch(
      /^5030 .* the operator > on Invoice.CustomerRef in a query/,
    )
    expect(refusal("WHERE TotalAmt LIKE '1%'")).toMatch(/^5030 .* the operator LIKE on Invoice.TotalAmt/)
    expect(refusal("WHERE TxnDate LIKE '2024%'")).toMatch(/^5030/)
    expect(refusal("WHERE MetaData.CreateTime LIKE '2024%'")).toMatch(/^5030/)
    expect(refusal('WHERE Active >= false')).toMatch(/^5030/)
    expect(refusal('ORDERBY CustomerRef')).toMatch(/^5030 .* ORDERBY Invoice.CustomerRef/)
  })
})
