import {
  checkDocument as checkRoute,
  countChips as countChipsRoute,
  getBadges,
  getDocument,
  syncDocuments,
  type DocumentView,
} from '../contract/documents.ts'
import { checkDocument } from '../engine/inbound/check.ts'
import type { Engine } from '../engine/engine.ts'
import { badgesOf, countChips } from '../postgres/badges.ts'
import { resolveConnection } from '../postgres/connection.ts'
import { answer, answerOutside, missing, Refused, type Answer, type Outside } from './answer.ts'
import { badgeViews } from './badge-view.ts'
import { notConnected } from './connections.ts'
import { documentCard } from './document-card.ts'
import { sendNow } from './sync-documents.ts'

/** What documents say of themselves, and what a person does about them. */
export const documentAnswers = (engine: Engine): Answer[] => [
  answer(getBadges, async (ctx, { documentIds }) => {
    const connection = await resolveConnection(ctx.trx, ctx.tenant)
    if (connection === null) return { connected: false, company: null, items: [] }
    const badges = await badgesOf(ctx.trx, ctx.tenant, connection, documentIds)
    const items = await badgeViews(engine, ctx, connection, badges)
    return { connected: true, company: connection.facts.name, items }
  }),
  answer(countChipsRoute, async ({ trx, tenant }) => {
    const connection = await resolveConnection(trx, tenant)
    if (connection === null) return { connected: false, attention: 0, queued: 0, drift: 0 }
    return { connected: true, ...(await countChips(trx, tenant, connection)) }
  }),
  answer(getDocument, (ctx, { documentId }) => documentCard(engine, ctx, documentId)),
  answerOutside(checkRoute, (ctx, { documentId }) => checkNow(engine, ctx, documentId)),
  answer(syncDocuments, (ctx, input) => sendNow(engine, ctx, input)),
]

/** A person asks how it stands over there, and gets the card as it is afterwards. */
async function checkNow(
  engine: Engine,
  { tenant, auditIn }: Outside,
  documentId: string,
): Promise<DocumentView> {
  const { transactions, books } = engine.host
  const asked = await transactions.inTenant(tenant, async (trx) => {
    const connection = await resolveConnection(trx, tenant)
    const [head] = await books.heads(trx, tenant, [documentId])
    return { connection, head }
  })
  const { connection, head } = asked
  if (head === undefined) throw missing('document')
  if (connection?.status !== 'connected') throw notConnected()
  const entity = {
    entityType: head.kind === 'credit_memo' ? 'credit_note' : 'invoice',
    entityId: documentId,
  }
  const happened = {
    action: 'accounting_document.checked',
    entityType: 'invoice',
    entityId: documentId,
    after: { number: head.number },
  }
  const { kind } = await checkDocument(engine, connection, entity, (trx) => auditIn(trx, happened))
  if (kind === 'not_connected') throw notConnected()
  if (kind !== 'checked') throw new Refused(`accounting-check-${REFUSED[kind].code}`, REFUSED[kind].detail)
  return await transactions.inTenant(tenant, (trx) => documentCard(engine, { trx, tenant }, documentId))
}

const REFUSED = {
  not_there: { code: 'not-there', detail: 'It is not over there, so there is nothing to look at.' },
  unreadable: { code: 'unreadable', detail: 'What the service answered cannot be read.' },
  unreachable: {
    code: 'unreachable',
    detail: 'The service does not answer at the moment. Nothing was changed; try again in a minute.',
  },
  moving: { code: 'moving', detail: 'It is being changed at this moment. Try again in a minute.' },
}
