import { implement, type Implementation, type TenantContext } from '../access/application.ts'
import {
  companySettings,
  generalSettings,
  retentionSettings,
  type SettingsSection,
} from '../contract/settings.ts'
import type { ParsedInputOf } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'
import { auditChange, sectionUseCases, type ValueOf } from './sections.ts'

/** All settings: the platform's own and the sections that modules bring along. */
export function settingsUseCases(moduleSections: readonly SettingsSection[] = []): Implementation[] {
  return [
    implement(generalSettings.read, ({ trx, tenant }) => readGeneral(trx, tenant)),
    implement(generalSettings.update, updateGeneral),
    ...sectionUseCases([companySettings, retentionSettings, ...moduleSections]),
  ]
}

type General = ValueOf<typeof generalSettings>

async function updateGeneral(
  ctx: TenantContext,
  patch: ParsedInputOf<typeof generalSettings.update>,
): Promise<General> {
  const { trx, tenant } = ctx
  const before = present(await tenantRow(trx, tenant).forUpdate())
  const after = { ...before, ...patch }
  await trx('tenants')
    .where({ tenant })
    .update({ name: after.name, time_zone: after.timeZone, locale: after.locale })
  await auditChange(ctx, generalSettings.name, before, after)
  return after
}

async function readGeneral(trx: Transaction, tenant: string): Promise<General> {
  return present(await tenantRow(trx, tenant))
}

const tenantRow = (trx: Transaction, tenant: string) =>
  trx<TenantRow>('tenants').where({ tenant }).select('name', 'time_zone', 'locale')

interface TenantRow {
  tenant: string
  name: string
  time_zone: string
  locale: string
}

function present([row]: Pick<TenantRow, 'name' | 'time_zone' | 'locale'>[]): General {
  return generalSettings.value.parse({ name: row?.name, timeZone: row?.time_zone, locale: row?.locale })
}
