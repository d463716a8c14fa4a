import { describe, expect, it } from 'vitest'
import { readFilters, toInput, writeFilters } from './inbox-filters.ts'

const read = (text: string) => readFilters(new URLSearchParams(text))

describe('the address of the inbox', () => {
  it('says what is shown, and nothing when it is the usual', () => {
    expect(writeFilters(read(''))).toBe('/inbox')
    const link = '/inbox?status=done&view=mine&kind=client_review&priority=high&search=acme&sort=newest'
    expect(writeFilters(read(link.split('?')[1] ?? ''))).toBe(link)
  })

  it('is read with forgiveness', () => {
    expect(writeFilters(read('view=everything&priority=huge&status=lost&sort=up'))).toBe('/inbox')
    expect(read('status=done&view=overdue').view).toBe('all')
  })

  it('becomes what the API is asked', () => {
    expect(toInput(read('view=overdue'))).toEqual({
      status: 'open',
      sort: 'priority',
      assigned: 'all',
      due: 'overdue',
      snoozed: 'hidden',
      limit: 40,
    })
    expect(toInput(read('view=snoozed'))).toMatchObject({ snoozed: 'only' })
    expect(toInput(read('view=mine&kind=client_review'))).toMatchObject({
      assigned: 'mine',
      kind: 'client_review',
    })
    expect(toInput(read('status=done'))).toMatchObject({ status: 'done', snoozed: 'shown' })
  })
})
