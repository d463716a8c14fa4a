import { between, newDice, shuffled, throwing, type Dice } from '../chaos/dice.ts'
import type { CompanyChange } from '../company/state.ts'
import type { Clock, Random } from '../ports.ts'
import { hex } from '../ports.ts'
import { eventOf, type WebhookEvent } from './events.ts'
import { bodyOf, contentTypeOf } from './formats.ts'
import { signature } from './sign.ts'
import {
  dueAt,
  nextDelivery,
  waitAfter,
  webhookKnobs,
  type Delivery,
  type Subscription,
  type WebhookKnobs,
} from './subscription.ts'

export interface WebhookRequest {
  method: 'POST'
  url: string
  headers: Record<string, string>
  body: string
}

/** Brings one notification to its listener; answers the status, or rejects when nobody took it in time. */
export type Deliver = (request: WebhookRequest) => Promise<number>

export interface NewSubscription extends Partial<WebhookKnobs> {
  url: string
  verifier: string
}

/** Everything webhooks remember, as plain data. */
export interface WebhookState {
  dice: Dice
  made: number
  subscriptions: Subscription[]
}

export interface Webhooks {
  /** There is one subscription for a url; a second one changes it and leaves what waits. */
  subscribe(subscription: NewSubscription): Subscription
  unsubscribe(id: string): boolean
  subscriptions(): readonly Subscription[]
  /** A company changed. */
  heard(realmId: string, changes: readonly CompanyChange[], at: number): void
  /** When something is to be done next; undefined when there is nothing to do. */
  due(): number | undefined
  /** Delivers what is due by now, one after the other. A second call waits for the first to end. */
  run(deliver: Deliver): Promise<void>
  /** Hears that `due` may have become earlier; answers how to stop. */
  listen(listener: () => void): () => void
  /** Lets listeners look again, as after the clock was moved. */
  stir(): void
  toJSON(): WebhookState
  restore(state: WebhookState): void
}

/** A pure queue on the clock it is given: nothing is sent but through `run`. */
export function createWebhooks({ seed, clock }: { seed: number; clock: Clock }): Webhooks {
  let state: WebhookState = { dice: newDice(seed), made: 0, subscriptions: [] }
  let random = throwing(state.dice)
  let running: Promise<void> = Promise.resolve()
  const listeners = new Set<() => void>()
  const stir = () => {
    for (const each of listeners) each()
  }

  async function deliverDue(deliver: Deliver): Promise<void> {
    for (const { id } of state.subscriptions) {
      for (;;) {
        const subscription = state.subscriptions.find((each) => each.id === id)
        if (subscription === undefined) break
        gather(subscription, random, clock.now())
        const next = nextDelivery(subscription, clock.now())
        if (next === undefined) break
        // A listener that is slow to answer holds up its own line, and the others for so long.
        await attempt(subscription, next, deliver, clock)
      }
    }
  }

  return {
    subscribe(subscription) {
      const subscribed = subscribe(state, subscription)
      stir()
      return subscribed
    },
    unsubscribe(id) {
      const left = state.subscriptions.filter((each) => each.id !== id)
      const found = left.length < state.subscriptions.length
      state.subscriptions = left
      return found
    },
    subscriptions: () => state.subscriptions,
    heard(realmId, changes, at) {
      if (state.subscriptions.length === 0) return
      let sooner = false
      for (const change of changes) {
        const event = eventOf(realmId, change, at)
        if (event === undefined) continue
        const told = { uuid: uuid(random), ...event }
        for (const each of state.subscriptions) sooner = expect(each, told, random, clock.now()) || sooner
      }
      if (sooner) stir()
    },
    due() {
      const earliest = Math.min(...state.subscriptions.map(dueAt))
      return earliest === Infinity ? undefined : earliest
    },
    run(deliver) {
      running = running.then(() => deliverDue(deliver))
      return running
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stir,
    toJSON: () => structuredClone(state),
    restore(saved) {
      state = structuredClone(saved)
      random = throwing(state.dice)
      stir()
    },
  }
}

function subscribe(state: WebhookState, { url, verifier, ...knobs }: NewSubscription): Subscription {
  const before = state.subscriptions.find((each) => each.url === url)
  if (before !== undefined) return Object.assign(before, knobs, { verifier })
  state.made += 1
  const queue = { windows: {}, pending: [], deliveries: [], delivered: 0 }
  const made = { id: `w${state.made}`, url, verifier, ...webhookKnobs, ...knobs, ...queue }
  state.subscriptions.push(made)
  return made
}

/**
 * Puts an event where it waits to be told; some are told twice, some are held back behind later ones.
 * Answers whether it is the first of a new notification.
 */
function expect(subscription: Subscription, event: WebhookEvent, random: Random, now: number): boolean {
  const { delayMilliseconds: delay, windows, pending } = subscription
  const open = windows[event.realmId] ?? -Infinity
  const isFirst = open <= now
  const told = isFirst ? now + delay : open
  windows[event.realmId] = told
  const later = () => told + between(random, 1, 10) * Math.max(delay, 1000)
  const overtaken = subscription.disorder > 0 && random.next() < subscription.disorder
  pending.push({ event, dueAt: overtaken ? later() : told })
  if (subscription.duplicates > 0 && random.next() < subscription.duplicates) {
    pending.push({ event, dueAt: later() })
  }
  return isFirst
}

/** Turns what is due into notifications, one for each realm. */
function gather(subscription: Subscription, random: Random, now: number): void {
  const due = subscription.pending.filter((each) => each.dueAt <= now)
  if (due.length === 0) return
  subscription.pending = subscription.pending.filter((each) => each.dueAt > now)
  for (const realmId of new Set(due.map((each) => each.event.realmId))) {
    const events = due.map((each) => each.event).filter((each) => each.realmId === realmId)
    subscription.deliveries.push({
      uuid: uuid(random),
      realmId,
      body: bodyOf(subscription.format, subscription.disorder > 0 ? shuffled(random, events) : events),
      createdAt: now,
      attempts: 0,
      nextAt: now,
    })
  }
}

async function attempt(
  subscription: Subscription,
  delivery: Delivery,
  deliver: Deliver,
  clock: Clock,
): Promise<void> {
  const status = await statusOf(deliver, requestOf(subscription, delivery))
  if (status >= 200 && status < 300) {
    subscription.deliveries = subscription.deliveries.filter((each) => each !== delivery)
    subscription.delivered += 1
    return
  }
  delivery.attempts += 1
  delivery.nextAt = clock.now() + waitAfter(delivery.attempts)
}

/** Whatever goes wrong on the way counts as no answer. */
async function statusOf(deliver: Deliver, request: WebhookRequest): Promise<number> {
  try {
    return await deliver(request)
  } catch {
    return 0
  }
}

function requestOf({ url, verifier, format }: Subscription, delivery: Delivery): WebhookRequest {
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': contentTypeOf(format),
      'user-agent': 'intuit_notification_server/0.1',
      'intuit-signature': signature(delivery.body, verifier),
      'intuit-created-time': new Date(delivery.createdAt).toISOString(),
      'intuit-t-id': delivery.uuid,
      'intuit-notification-schema-version': '0.1',
    },
    body: delivery.body,
  }
}

function uuid(random: Random): string {
  const digits = hex(random, 30)
  const variant = '89ab'[Math.floor(random.next() * 4)]
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`
}
