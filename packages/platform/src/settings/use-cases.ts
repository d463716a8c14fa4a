import { implement, type Implementation, type TenantContext } from '../access/application.ts'
import {
  companySettings,
  generalSettings,
  getPortalCompany,
  retentionSettings,
  type Section,
} from '../contract/settings.ts'
import { readCompany } from '../identity/tenants.ts'
import { patchSection, readSection, withDefaults } from './store.ts'

export function settingsUseCases(): Implementation[] {
  return [
    ...generalUseCases(),
    ...sectionUseCases(companySettings),
    ...sectionUseCases(retentionSettings),
    portalCompany,
  ]
}

const portalCompany = implement(getPortalCompany, async ({ trx, tenant }) => {
  const { name } = await readCompany(trx, tenant)
  const stored = await readSection(trx, tenant, companySettings.section)
  return { name, ...companySettings.shape.parse(withDefaults(companySettings.shape, stored)) }
})

/** A section's two use cases; modules hand in the sections they declared. */
export function sectionUseCases({
  section,
  shape,
  get,
  update,
}: Pick<Section, 'section' | 'shape' | 'get' | 'update'>): Implementation[] {
  return [
    implement(get, async ({ trx, tenant }) => withDefaults(shape, await readSection(trx, tenant, section))),
    implement(update, async (ctx, patch) => {
      const before = withDefaults(shape, await readSection(ctx.trx, ctx.tenant, section))
      const stored = await patchSection(ctx.trx, ctx, { tenant: ctx.tenant, section }, patch)
      await auditSettings(ctx, section, before, patch)
      return withDefaults(shape, stored)
    }),
  ]
}

function generalUseCases(): Implementation[] {
  return [
    implement(generalSettings.get, ({ trx, tenant }) => readCompany(trx, tenant)),
    implement(generalSettings.update, async (ctx, input) => {
      const before = await readCompany(ctx.trx, ctx.tenant)
      const columns = {
        ...(input.name !== undefined && { name: input.name }),
        ...(input.timeZone !== undefined && { time_zone: input.timeZone }),
        ...(input.locale !== undefined && { locale: input.locale }),
      }
      if (Object.keys(columns).length > 0)
        await ctx.trx('tenants').where({ tenant: ctx.tenant }).update(columns)
      await auditSettings(ctx, 'general', before, input)
      return await readCompany(ctx.trx, ctx.tenant)
    }),
  ]
}

/** Only what really changed, so that a form saved twice does not fill the log with its whole content. */
async function auditSettings(
  ctx: TenantContext,
  section: string,
  before: object,
  patch: object,
): Promise<void> {
  const was = new Map(Object.entries(before))
  const changed = Object.entries(patch).filter(([key, value]) => was.get(key) !== value)
  await ctx.audit({
    action: 'settings.updated',
    entityType: 'settings',
    entityId: section,
    before: Object.fromEntries(changed.map(([key]) => [key, was.get(key)])),
    after: Object.fromEntries(changed),
  })
}
