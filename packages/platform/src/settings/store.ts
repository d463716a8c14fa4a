import type { ZodObject } from 'zod'
import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'

type Stored = Record<string, unknown>

/** What the tenant chose over the section's defaults. */
export async function readSection(trx: Transaction, tenant: string, section: string): Promise<Stored> {
  const row: { value: Stored } | undefined = await trx('tenant_settings')
    .where({ tenant, section })
    .first('value')
  return row?.value ?? {}
}

/** One statement merges, so that two people saving different switches at once both keep theirs. */
export async function patchSection(
  trx: Transaction,
  ports: { clock: Clock },
  at: { tenant: string; section: string },
  patch: Stored,
): Promise<Stored> {
  const rows: { value: Stored }[] = await trx('tenant_settings')
    .insert({ ...at, value: JSON.stringify(patch), updated_at: ports.clock.now() })
    .onConflict(['tenant', 'section'])
    .merge({
      value: trx.raw('tenant_settings.value || excluded.value'),
      updated_at: trx.raw('excluded.updated_at'),
    })
    .returning('value')
  return rows[0]?.value ?? patch
}

/** Stored values that a newer version no longer understands fall back to their defaults, one by one. */
export function withDefaults<S extends ZodObject>(shape: S, stored: Stored): Stored {
  const whole = shape.safeParse(stored)
  if (whole.success) return whole.data
  const broken = new Set(whole.error.issues.map((issue) => String(issue.path[0])))
  return shape.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !broken.has(key))))
}
