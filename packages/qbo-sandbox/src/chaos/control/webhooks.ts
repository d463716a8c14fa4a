import type { Subscription } from '../../webhooks/subscription.ts'
import { WEBHOOK_FORMATS } from '../../webhooks/formats.ts'
import type { NewSubscription } from '../../webhooks/webhooks.ts'
import type { Route } from './asked.ts'
import { SHARE, Unusable, fieldsBy, required } from './input.ts'

/** Who is told of changes, and how. */
export const webhookRoutes: Readonly<Record<string, Route>> = {
  'GET webhooks': ({ sandbox: { webhooks } }) => ({ webhooks: webhooks.subscriptions().map(shown) }),
  'POST webhooks': ({ sandbox: { webhooks }, body }) => {
    const given = fieldsBy(body(), {
      url: 'text',
      verifier: 'text',
      format: { words: WEBHOOK_FORMATS },
      delayMilliseconds: { least: 0, most: 86_400_000, whole: true },
      duplicates: SHARE,
      disorder: SHARE,
      headOfLine: 'yes or no',
    })
    const url = String(required(given['url'], 'url'))
    const verifier = String(required(given['verifier'], 'verifier'))
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new Unusable('url', 'url has to be a web address.')
    }
    return shown(webhooks.subscribe({ ...given, url, verifier } as NewSubscription))
  },
  'DELETE webhooks/{}': ({ sandbox: { webhooks }, id }) => {
    if (!webhooks.unsubscribe(id)) throw new Unusable('id', `There is no webhook ${id}.`, 404)
    return { webhooks: webhooks.subscriptions().map(shown) }
  },
}

/** All but the verifier, which is a secret. */
const shown = ({
  id,
  url,
  format,
  delayMilliseconds,
  duplicates,
  disorder,
  headOfLine,
  delivered,
  pending,
  deliveries,
}: Subscription) => ({
  id,
  url,
  format,
  delayMilliseconds,
  duplicates,
  disorder,
  headOfLine,
  delivered,
  waitingEvents: pending.length,
  waitingDeliveries: deliveries.map(({ uuid, realmId, attempts, nextAt }) => ({
    uuid,
    realmId,
    attempts,
    nextAt: new Date(nextAt).toISOString(),
  })),
})
