import { z } from 'zod'
import { implement, type Implementation, type TenantContext } from '../access/application.ts'
import type { SettingsSection } from '../contract/settings.ts'
import type { Transaction } from '../db/tenancy.ts'

/** What a section's value looks like once read. */
export type ValueOf<S extends SettingsSection> = z.infer<S['value']>

/** The two use cases of each section that is kept in `tenant_settings`. */
export function sectionUseCases(sections: readonly SettingsSection[]): Implementation[] {
  return sections.flatMap((section) => [
    implement(section.read, ({ trx }) => readSettings(trx, section)),
    implement(section.update, (ctx, patch) => updateSection(ctx, section, patch)),
  ])
}

/** What the tenant of this transaction chose, completed by the defaults. */
export async function readSettings<S extends SettingsSection>(
  trx: Transaction,
  section: S,
): Promise<ValueOf<S>> {
  const row: { value: Values } | undefined = await trx('tenant_settings')
    .where({ section: section.name })
    .first('value')
  return complete(section, row?.value ?? {})
}

type Values = Record<string, unknown>

function complete<S extends SettingsSection>(section: S, chosen: Values): ValueOf<S> {
  return section.value.parse({ ...section.defaults, ...chosen }) as ValueOf<S>
}

/**
 * Merges the patch into the row: what it does not name stays. The row is made and locked first, so
 * that two people saving at once are audited one after the other, each with what they found.
 */
async function updateSection(ctx: TenantContext, section: SettingsSection, patch: Values): Promise<Values> {
  const { trx, tenant, clock } = ctx
  const place = { tenant, section: section.name }
  const now = clock.now()
  await trx('tenant_settings')
    .insert({ ...place, value: '{}', updated_at: now })
    .onConflict(['tenant', 'section'])
    .ignore()
  const found: { value: Values } = await trx('tenant_settings').where(place).forUpdate().first('value')
  const [merged]: { value: Values }[] = await trx('tenant_settings')
    .where(place)
    .update({ value: trx.raw('value || ?::jsonb', [JSON.stringify(patch)]), updated_at: now })
    .returning('value')
  const before = complete(section, found.value)
  const after = complete(section, merged?.value ?? {})
  await auditChange(ctx, section.name, before, after)
  return after
}

/** Only what changed, so that the audit shows the one switch and not the whole form. */
export async function auditChange(
  ctx: TenantContext,
  section: string,
  before: Values,
  after: Values,
): Promise<void> {
  const changed = Object.keys(after).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  const only = (values: Values) => Object.fromEntries(changed.map((key) => [key, values[key]]))
  await ctx.audit({
    action: 'settings.updated',
    entityType: 'settings',
    entityId: section,
    before: only(before),
    after: only(after),
  })
}
