import type { WebhookEvent } from './events.ts'
import type { WebhookFormat } from './formats.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How one listener is told, and what may go wrong on the way. */
export interface WebhookKnobs {
  format: WebhookFormat
  /** So long after a change it is told, with all that changed meanwhile. The service may take minutes. */
  delayMilliseconds: number
  /** The share of events that come twice, from 0 to 1. */
  duplicates: number
  /** The share that later ones overtake, from 0 to 1; those of one notification come in any order then. */
  disorder: number
  /** Nothing later goes out until the first has been taken. */
  headOfLine: boolean
}

export const webhookKnobs: WebhookKnobs = {
  format: 'cloudevents',
  delayMilliseconds: 2 * SECOND,
  duplicates: 0,
  disorder: 0,
  headOfLine: true,
}

/** An event that waits to be told. */
export interface Pending {
  event: WebhookEvent
  dueAt: number
}

/** One notification: its bytes stay the same however often it has to be sent. */
export interface Delivery {
  uuid: string
  realmId: string
  body: string
  createdAt: number
  attempts: number
  nextAt: number
}

/** A listener and what it has not been told yet. Plain data. */
export interface Subscription extends WebhookKnobs {
  id: string
  url: string
  verifier: string
  /** Until when changes of a realm still go into the next notification. */
  windows: Record<string, number>
  pending: Pending[]
  deliveries: Delivery[]
  delivered: number
}

/** Waits between attempts, the last of them again and again. */
const WAITS = [
  10 * SECOND,
  20 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  20 * MINUTE,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
] as const

export const waitAfter = (attempts: number): number => WAITS[attempts - 1] ?? 6 * HOUR

/** The delivery whose turn it is, if any; with a blocked head nothing else has a turn. */
export function nextDelivery(subscription: Subscription, now: number): Delivery | undefined {
  const [head] = subscription.deliveries
  if (subscription.headOfLine) return head !== undefined && head.nextAt <= now ? head : undefined
  return subscription.deliveries.find((each) => each.nextAt <= now)
}

/** The next instant at which something is to be done for it. */
export function dueAt(subscription: Subscription): number {
  const waiting = subscription.headOfLine ? subscription.deliveries.slice(0, 1) : subscription.deliveries
  let due = Infinity
  for (const each of waiting) due = Math.min(due, each.nextAt)
  for (const each of subscription.pending) due = Math.min(due, each.dueAt)
  return due
}
