import { conflict, implement, notFound, type Implementation, type TenantContext } from '@tieout/platform'
import { encodeCursor, longText, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import {
  createTerms,
  deactivateTerms,
  listTerms,
  makeTermsDefault,
  MOST_TERMS_DAYS,
  reactivateTerms,
  termsOptions,
  updateTerms,
  type TermsView,
} from '../contract/terms.ts'
import { difference } from '../difference.ts'
import { refusingATaken } from '../taken-names.ts'
import { readCursor } from './cursor.ts'
import {
  activeTerms,
  insertTerms,
  lockAllTerms,
  lockTerms,
  moveDefault,
  saveTerms,
  termsPage,
  type TermsState,
} from './terms-store.ts'

export function termsUseCases(): Implementation[] {
  return [
    implement(listTerms, listPage),
    implement(termsOptions, async ({ trx }) => ({ items: await activeTerms(trx) })),
    implement(createTerms, addTerms),
    implement(updateTerms, (ctx, { termsId, ...to }) => changeTerms(ctx, termsId, to, 'terms.updated')),
    implement(deactivateTerms, (ctx, { termsId }) =>
      changeTerms(ctx, termsId, { status: 'inactive' }, 'terms.deactivated'),
    ),
    implement(reactivateTerms, (ctx, { termsId }) =>
      changeTerms(ctx, termsId, { status: 'active' }, 'terms.reactivated'),
    ),
    implement(makeTermsDefault, makeDefault),
  ]
}

const position = z.tuple([z.number().int().min(0).max(MOST_TERMS_DAYS), longText])

async function listPage(
  { trx }: TenantContext,
  { cursor, status, limit }: ParsedInputOf<typeof listTerms>,
): Promise<OutputOf<typeof listTerms>> {
  const from = cursor === undefined ? undefined : readCursor(cursor, position)
  const found = await termsPage(trx, { status, after: from && { days: from[0], name: from[1] }, limit })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    nextCursor: last && found.length > items.length ? encodeCursor([last.days, last.name]) : null,
  }
}

async function addTerms(ctx: TenantContext, given: ParsedInputOf<typeof createTerms>): Promise<TermsView> {
  const terms: TermsView = { termsId: ctx.ids.uuid(), ...given, isDefault: false, status: 'active' }
  await refusingATakenName(() => insertTerms(ctx.trx, ctx.tenant, [terms], ctx.clock.now()))
  await ctx.audit({ action: 'terms.created', entityType: 'terms', entityId: terms.termsId, after: given })
  return terms
}

async function changeTerms(
  ctx: TenantContext,
  termsId: string,
  to: Partial<TermsState>,
  action: 'terms.updated' | 'terms.deactivated' | 'terms.reactivated',
): Promise<TermsView> {
  const now = await lockTerms(ctx.trx, termsId)
  if (!now) throw notFound('payment terms')
  if (to.status === now.status)
    throw conflict(`terms-already-${now.status}`, `These terms are already ${now.status}.`)
  if (to.status === 'inactive' && now.isDefault) {
    throw conflict(
      'terms-are-default',
      'These are the terms of everybody without terms of their own. Choose others first.',
    )
  }
  const { before, after } = difference<TermsState>(now, to)
  await refusingATakenName(() => saveTerms(ctx.trx, termsId, after, ctx.clock.now()))
  await ctx.audit({ action, entityType: 'terms', entityId: termsId, before, after })
  return { ...now, ...after }
}

async function makeDefault(
  ctx: TenantContext,
  { termsId }: ParsedInputOf<typeof makeTermsDefault>,
): Promise<TermsView> {
  const all = await lockAllTerms(ctx.trx)
  const chosen = all.find((terms) => terms.termsId === termsId)
  if (!chosen) throw notFound('payment terms')
  if (chosen.status === 'inactive') {
    throw conflict('terms-inactive', 'These terms are out of use. Take them back into use first.')
  }
  await moveDefault(ctx.trx, termsId, ctx.clock.now())
  await ctx.audit({
    action: 'terms.made_default',
    entityType: 'terms',
    entityId: termsId,
    before: { defaultTerms: all.find((terms) => terms.isDefault)?.name ?? null },
    after: { defaultTerms: chosen.name },
  })
  return { ...chosen, isDefault: true }
}

const refusingATakenName = <T>(write: () => Promise<T>) =>
  refusingATaken(
    'payment_terms_tenant_name_unique',
    { code: 'terms-name-taken', field: 'name', detail: 'There are already terms with this name.' },
    write,
  )
