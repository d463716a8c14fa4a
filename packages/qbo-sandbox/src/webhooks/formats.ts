import { createHash } from 'node:crypto'
import type { WebhookEvent } from './events.ts'

/** The array of CloudEvents, under either of its two names on the wire, or the envelope that came before it. */
export const WEBHOOK_FORMATS = ['cloudevents', 'cloudevents+json', 'eventNotifications'] as const
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number]

export const contentTypeOf = (format: WebhookFormat): string =>
  format === 'cloudevents+json' ? 'application/cloudevents+json' : 'application/json'

export function bodyOf(format: WebhookFormat, events: readonly WebhookEvent[]): string {
  return JSON.stringify(format === 'eventNotifications' ? notifications(events) : events.map(cloudEvent))
}

const VERBS = { Create: 'created', Update: 'updated', Delete: 'deleted', Merge: 'merged', Void: 'voided' }

/** The service writes nine decimals of a second; the books know none. */
const nanoseconds = (at: number) => new Date(at).toISOString().replace('Z', '000000Z')

/** Stands for the app, and is the same in all it hears. */
const SOURCE = `intuit.${createHash('sha256').update('qbo-sandbox').digest('base64')}`

function cloudEvent({ uuid, realmId, kind, id, operation, at, deletedId }: WebhookEvent) {
  return {
    specversion: '1.0',
    id: uuid,
    source: SOURCE,
    type: `qbo.${kind.toLowerCase()}.${VERBS[operation]}.v1`,
    datacontenttype: 'application/json',
    time: nanoseconds(at),
    intuitentityid: id,
    intuitaccountid: realmId,
    data: deletedId === undefined ? {} : { deletedid: deletedId },
  }
}

function notifications(events: readonly WebhookEvent[]) {
  const realms = [...new Set(events.map((each) => each.realmId))]
  return {
    eventNotifications: realms.map((realmId) => ({
      realmId,
      dataChangeEvent: { entities: events.filter((each) => each.realmId === realmId).map(entity) },
    })),
  }
}

const entity = ({ id, operation, kind, at, deletedId }: WebhookEvent) => ({
  id,
  operation,
  name: kind,
  lastUpdated: new Date(at).toISOString(),
  ...(deletedId === undefined ? {} : { deletedId }),
})
