import { describe, expect, it } from 'vitest'
import type { CardFacts, CardOperation } from '../postgres/document-card.ts'
import { timelineOf } from './document-timeline.ts'

const operation = (skipReason: string, skippedBy: string | null = null) =>
  ({
    operationId: 'o',
    createdAt: '2026-11-20T09:00:00.000Z',
    askedBy: null,
    askedAt: null,
    status: 'skipped',
    processedAt: '2026-11-20T10:00:00.000Z',
    skipReason,
    skippedBy,
  }) as unknown as CardOperation

const told = (one: CardOperation) => {
  const facts = { link: null, operations: [one], attempts: [], exclusions: [] } as unknown as CardFacts
  return timelineOf(
    facts,
    { moves: [], credits: [], currency: 'USD' },
    new Map([['bill', 'Bill Moreau']]),
  ).at(-1)
}

describe('what was left undone', () => {
  it.each([
    ['voided', 'taken_back_voided'],
    ['reopened', 'taken_back_reopened'],
    ['document_gone', 'taken_back_gone'],
    ['already_there', 'taken_back_there'],
    ['not_concerned', 'taken_back_needless'],
    ['no_longer_open', 'taken_back_needless'],
  ])('by nobody, since it was %s, is told as %s and without that word', (reason, what) => {
    expect(told(operation(reason))).toMatchObject({ what, byName: null, detail: null })
  })

  it('by a person is told with the name and the reason', () => {
    expect(told(operation('entered by hand', 'bill'))).toMatchObject({
      what: 'left_out',
      byName: 'Bill Moreau',
      detail: 'entered by hand',
    })
  })
})
