import { anId } from '../../../../packages/billing/src/testing/invoices.ts'

/** A task as the inbox answers with it: open, of high priority, with nobody at it. */
export const aTask = (kind: string, changes: object) => ({
  taskId: anId(9),
  kind,
  definitionId: null,
  money: { minor: 3_000, currency: 'USD' },
  priority: 'high',
  status: 'open',
  dueAt: null,
  overdue: false,
  snoozedUntil: null,
  occurrences: 1,
  raisedAt: '2026-03-15T10:00:00Z',
  lastRaisedAt: '2026-03-15T10:00:00Z',
  assignees: [],
  claimedBy: null,
  claimedAt: null,
  completedBy: null,
  completedAt: null,
  history: [],
  resolution: null,
  response: null,
  ...changes,
})

/** What may be done about it; `asks` are the fields of its form, each of them needed. */
export const anAction = (
  kind: string,
  name: string,
  {
    tone = 'primary',
    asks = {},
    effect = null,
  }: { tone?: string; asks?: object; effect?: object | null } = {},
) => ({
  name,
  labelKey: `inbox.${kind}.${name}`,
  tone,
  input: { type: 'object', properties: asks, required: Object.keys(asks) },
  allowed: true,
  reason: null,
  effect,
})

/** With a sentence about what it brings. */
export const anActionThatTells = (kind: string, name: string, params: object) =>
  anAction(kind, name, { effect: { messageKey: `inbox.${kind}.effects.${name}`, params } })
