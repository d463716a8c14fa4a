import { describe, expect, it } from 'vitest'
import type { WaitReason } from '../core/operation.ts'
import type { LedgerTotal, OpenWork } from '../postgres/health.ts'
import { attentionOf, ledgerOf, verdictOf, waitingOf } from './standing.ts'

const work = (
  status: OpenWork['status'],
  waitReason: WaitReason | null,
  amountMinor: number,
  more: Partial<OpenWork> = {},
): OpenWork => ({
  status,
  waitReason,
  currency: 'USD',
  operations: 1,
  amountMinor,
  oldestAt: '2026-03-02T09:00:00.000Z',
  ...more,
})

const total = (status: LedgerTotal['status'], amountMinor: number, apartMinor = 0): LedgerTotal => ({
  status,
  accepted: false,
  currency: 'USD',
  documents: 1,
  amountMinor,
  apartMinor,
})

describe('what waits', () => {
  it('is one line for each reason with money by currency, the longest waiting first', () => {
    const lines = waitingOf([
      work('pending', null, 100),
      work('pending', 'unmapped', 200, { oldestAt: '2026-03-01T09:00:00.000Z' }),
      work('pending', 'unmapped', 300, { currency: 'EUR', operations: 2 }),
      work('in_progress', null, 400),
      work('failed', 'unmapped', 500),
    ])
    expect(lines.map(({ reason, operations }) => [reason, operations])).toEqual([
      ['unmapped', 3],
      ['due', 1],
      ['failed', 1],
      ['sending', 1],
    ])
    expect(lines[0]?.money).toEqual([
      { currency: 'EUR', amountMinor: 300 },
      { currency: 'USD', amountMinor: 200 },
    ])
  })

  it('needs a person where it was refused, is not mapped, or falls in a closed period, and nowhere else', () => {
    const attention = attentionOf([
      work('failed', null, 1),
      work('pending', 'unmapped', 2),
      work('pending', 'closed_period', 4),
      work('pending', 'excluded', 8),
      work('pending', 'backing_off', 16),
      work('in_progress', 'unmapped', 32),
    ])
    expect(attention).toEqual({ operations: 3, money: [{ currency: 'USD', amountMinor: 7 }] })
  })
})

it('what is over there agrees or differs; what was voided is neither', () => {
  expect(
    ledgerOf([total('sent', 10), total('verified', 20), total('drift', 40, 5), total('voided', 80)]),
  ).toEqual({
    agreeing: { documents: 2, money: [{ currency: 'USD', amountMinor: 30 }] },
    documents: 3,
    drifted: { documents: 1, money: [{ currency: 'USD', amountMinor: 5 }] },
    accepted: { documents: 0, money: [] },
  })
})

it('what somebody accepted is kept in sight, apart from what asks for a person', () => {
  const accepted = { ...total('drift', 40, 7), accepted: true }
  expect(ledgerOf([total('verified', 20), total('drift', 40, 5), accepted])).toMatchObject({
    documents: 3,
    drifted: { documents: 1, money: [{ currency: 'USD', amountMinor: 5 }] },
    accepted: { documents: 1, money: [{ currency: 'USD', amountMinor: 7 }] },
  })
})

describe('the verdict', () => {
  const now = new Date('2026-03-02T12:00:00.000Z')
  const base = {
    connection: { status: 'connected' as const, pausedAt: null, downUntil: null },
    settings: { autoSync: true, goLiveDate: '2026-01-01' },
    work: [] as OpenWork[],
    attention: { operations: 0, money: [] },
    ledger: ledgerOf([]),
    received: { payments: 0 },
    now,
  }
  const later = '2026-03-02T12:01:00.000Z'

  it.each([
    ['agrees', {}],
    ['busy', { work: [work('pending', null, 1)] }],
    [
      'not_live',
      { settings: { autoSync: false, goLiveDate: '2026-01-01' }, work: [work('pending', null, 1)] },
    ],
    ['not_live', { settings: { autoSync: true, goLiveDate: null } }],
    [
      'attention',
      { settings: { autoSync: false, goLiveDate: null }, attention: { operations: 1, money: [] } },
    ],
    ['attention', { ledger: ledgerOf([total('drift', 1)]) }],
    ['agrees', { ledger: ledgerOf([{ ...total('drift', 1), accepted: true }]) }],
    ['attention', { received: { payments: 1 } }],
    [
      'service_down',
      { connection: { ...base.connection, downUntil: later }, attention: { operations: 1, money: [] } },
    ],
    ['agrees', { connection: { ...base.connection, downUntil: now.toISOString() } }],
    ['paused', { connection: { ...base.connection, downUntil: later, pausedAt: later } }],
    ['expired', { connection: { status: 'expired' as const, downUntil: later, pausedAt: later } }],
  ])('is %s', (verdict, changes) => {
    expect(verdictOf({ ...base, ...changes })).toBe(verdict)
  })
})
