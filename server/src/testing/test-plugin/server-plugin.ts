import type { Guard, ReadinessContributor } from '@tieout/billing'
import { implement, type Inbox, type Notifier } from '@tieout/platform'
import type { ServerPlugin } from '../../plugins/server-plugin.ts'
import { holdInvoice, listHeld, lookUpCustody, releaseInvoice } from './contract.ts'
import { enterCustody, entriesOf, heldEntries, hold, release } from './entries.ts'
import { custodyMails } from './mails.ts'
import { askAboutHeld, CUSTODY_REVIEW, reviewHandler, reviewKey, reviewTask } from './review.ts'

/**
 * A module that uses every point at which a module may plug itself in: each finalized document is taken
 * into custody, and one that is held can neither be voided nor reopened nor deleted.
 */
export const custodyPlugin: ServerPlugin = {
  name: 'custody',
  feature: 'custody',
  mails: custodyMails,
  plugIn({ billing, database, clock, inbox, notifier }) {
    billing.lifecycle.subscribe('finalized', (trx, tenant, items) =>
      enterCustody(
        trx,
        clock,
        tenant,
        items.map((item) => item.invoiceId),
      ),
    )
    billing.readiness.contribute(wordsOnLines)
    billing.guards.add(heldStays)
    return {
      useCases: custodyUseCases(inbox, notifier),
      tasks: [reviewTask],
      work: [{ kind: CUSTODY_REVIEW, handler: reviewHandler({ database, inbox }), everySeconds: 24 * 3600 }],
      onStart: () => askAboutHeld({ database, inbox }),
    }
  },
}

function custodyUseCases(inbox: Inbox, notifier: Notifier) {
  return [
    implement(lookUpCustody, async ({ trx }, { invoiceIds }) => ({
      items: await entriesOf(trx, invoiceIds),
    })),
    implement(listHeld, async ({ trx }) => ({ items: await heldEntries(trx) })),
    implement(holdInvoice, async (ctx, { invoiceId, reason }) => {
      await hold(ctx, invoiceId, reason)
      await notifier.notify(ctx.trx, ctx.tenant, {
        kind: 'custody_held',
        dedupeKey: `custody_held:${invoiceId}`,
        to: { permission: 'invoice:update' },
        params: { reason },
        link: `/invoices/${invoiceId}`,
        channels: ['mail'],
      })
    }),
    implement(releaseInvoice, async (ctx, { invoiceId }) => {
      await release(ctx, invoiceId)
      await inbox.closeByDedupeKey(ctx.trx, ctx.tenant, [reviewKey(invoiceId)], 'It is held no longer.')
    }),
  ]
}

/** `n/a` on a line is no description; `misc` is a poor one. */
const wordsOnLines: ReadinessContributor = {
  name: 'custody',
  async check(trx, _tenant, invoiceIds) {
    const lines: { invoiceId: string; lineId: string; position: number; description: string }[] = await trx(
      'invoice_lines',
    )
      .whereIn('invoice_id', [...invoiceIds])
      .whereIn('description', ['n/a', 'misc'])
      .orderBy(['invoice_id', 'position'])
      .select({
        invoiceId: 'invoice_id',
        lineId: 'line_id',
        position: 'position',
        description: 'description',
      })
    return lines.map(({ invoiceId, lineId, position, description }) => {
      const blocking = description === 'n/a'
      const messageKey = blocking ? 'line-without-words' : 'line-says-little'
      return { invoiceId, lineId, messageKey, params: { position }, blocking }
    })
  },
}

const heldStays: Guard = {
  name: 'custody',
  actions: ['void', 'unfinalize', 'delete'],
  async refuse(trx, _tenant, _action, invoiceIds) {
    const entries = await entriesOf(trx, invoiceIds)
    return entries.flatMap(({ invoiceId, heldBecause }) =>
      heldBecause === null
        ? []
        : {
            invoiceId,
            messageKey: 'held',
            params: { reason: heldBecause },
            reason: `It is held: ${heldBecause}`,
          },
    )
  },
}
