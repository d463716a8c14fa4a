import { connected } from '../../chaos/testing/client.ts'
import type { JsonObject } from '../../json.ts'
import type { NewSubscription, WebhookRequest } from '../webhooks.ts'

export const ADDRESS = 'http://listener.test/hook'

/** A connected client and a listener that answers as it is told. */
export async function listening(knobs: Partial<NewSubscription> = {}) {
  const client = await connected()
  const { webhooks } = client.sandbox
  webhooks.subscribe({ url: ADDRESS, verifier: 'sesame', delayMilliseconds: 0, ...knobs })
  const heard: WebhookRequest[] = []
  const listener = { status: 200 }
  const run = () =>
    webhooks.run(async (request) => {
      heard.push(request)
      return listener.status
    })
  const events = () => heard.flatMap(({ body }) => JSON.parse(body) as JsonObject[])
  return { ...client, webhooks, heard, listener, run, events }
}

export const idsOf = (events: readonly JsonObject[]) => events.map((each) => String(each['intuitentityid']))
export const typesOf = (events: readonly JsonObject[]) => events.map((each) => String(each['type']))
