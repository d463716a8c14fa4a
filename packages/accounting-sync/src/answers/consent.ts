import {
  beginConsent as beginConsentRoute,
  confirmOtherCompany as confirmRoute,
  finishConsent as finishConsentRoute,
} from '../contract/connection.ts'
import {
  beginConsent,
  confirmOtherCompany,
  finishConsent,
  type Asker,
  type Consented,
} from '../connection/consent.ts'
import type { Engine } from '../engine/engine.ts'
import { answerOutside, Refused, type Answer, type Outside } from './answer.ts'
import { about } from './connections.ts'

/** The way to the consent page and back. The service is asked on the way, so no transaction is open. */
export const consentAnswers = (engine: Engine): Answer[] => [
  answerOutside(beginConsentRoute, async (ctx, { environment, app, returnTo }) => {
    const { adapterType } = offered(engine, environment, app)
    return await beginConsent(engine, asker(ctx), { adapterType, environment, app, returnTo })
  }),
  answerOutside(finishConsentRoute, async (ctx, { callbackUrl }) => {
    const end = await finishConsent(engine, recording(ctx), callbackUrl)
    return end.kind === 'other_company' ? end : cameBack(end)
  }),
  answerOutside(confirmRoute, async (ctx, { confirmation }) =>
    cameBack(await confirmOtherCompany(engine, recording(ctx), confirmation)),
  ),
]

function offered({ config }: Engine, environment: string, app: 'platform' | 'own') {
  const offer = config.connecting?.offers.find((each) => each.environment === environment)
  if (offer === undefined || !offer.apps.includes(app)) {
    throw new Refused('accounting-not-offered', 'Nobody connects a company there from here.')
  }
  return offer
}

const asker = ({ tenant, userId, sessionId }: Outside): Asker => ({ tenant, userId, sessionId })

const recording = (ctx: Outside): Asker => ({
  ...asker(ctx),
  onConnected: (trx, connection) => ctx.auditIn(trx, about(connection, 'connected')),
})

const cameBack = (end: Exclude<Consented, { kind: 'other_company' }>) =>
  end.kind === 'refused'
    ? end
    : {
        kind: end.kind,
        connectionId: end.connection.connectionId,
        company: end.connection.facts.name,
        returnTo: end.returnTo,
      }
