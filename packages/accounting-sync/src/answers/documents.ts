import {
  countChips as countChipsRoute,
  getBadges,
  getDocument,
  syncDocuments,
} from '../contract/documents.ts'
import type { Engine } from '../engine/engine.ts'
import { badgesOf, countChips } from '../postgres/badges.ts'
import { resolveConnection } from '../postgres/connection.ts'
import { answer, type Answer } from './answer.ts'
import { badgeViews } from './badge-view.ts'
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
  answer(syncDocuments, (ctx, input) => sendNow(engine, ctx, input)),
]
