import { describe, expect, it } from 'vitest'
import { isNarrowed, readFilters, toListInput, withoutFilters, writeFilters } from './invoice-filters.ts'

const client = '00000000-0000-4000-8000-000000000001'
const read = (query: string) => readFilters(new URLSearchParams(query))

describe('the filters of the list in the address', () => {
  it('come back as they were written', () => {
    const query = `status=overdue&type=standard&client=${client}&from=2026-01-01&to=2026-01-31&dueFrom=2026-02-01&dueTo=2026-02-28&search=asp&sort=total.asc`
    expect(writeFilters(read(query))).toBe(query)
  })

  it('leave out what is usual, so that the plain address is the plain list', () => {
    expect(writeFilters(read(''))).toBe('')
    expect(writeFilters(read('status=all&sort=issue_date.desc'))).toBe('')
    expect(isNarrowed(read(''))).toBe(false)
    expect(isNarrowed(read('status=paid'))).toBe(true)
  })

  it('pass over what no list could be asked for', () => {
    expect(
      read(
        'status=gone&type=bill&client=7&from=2026-02-31&to=3026-01-01&dueFrom=0002-01-01&dueTo=soon&sort=colour.asc',
      ),
    ).toEqual({
      ...read(''),
      sort: { key: 'issue_date', direction: 'asc' },
    })
    expect(read(`search=${'a'.repeat(300)}`).search).toHaveLength(100)
  })

  it('ask the server only for what is chosen', () => {
    expect(toListInput(read(`client=${client}`))).toEqual({
      clientId: client,
      status: 'all',
      sort: 'issue_date',
      direction: 'desc',
      limit: 40,
    })
  })

  it('can be dropped without losing the order', () => {
    expect(writeFilters(withoutFilters(read('status=paid&search=x&sort=total.asc')))).toBe('sort=total.asc')
  })
})
