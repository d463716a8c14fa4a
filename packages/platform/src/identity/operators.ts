import { z } from 'zod'
import { implementSystem, type Implementation } from '../access/application.ts'
import type { Clock } from '../clock.ts'
import { listTenants } from '../contract/operator.ts'
import { decodeCursor, encodeCursor } from '../contract/paging.ts'
import type { Database } from '../db/tenancy.ts'
import { badInput } from '../problem.ts'
import type { Passwords } from './passwords.ts'

/** What the operator sees: which companies there are and how many people each has. */
export function operatorUseCases(): Implementation[] {
  return [
    implementSystem(listTenants, async (ctx, input) => {
      const after = slugFrom(input.cursor)
      const rows = await ctx.database.withSystem(async (trx) => {
        const query = trx('tenants as t')
          .orderBy('t.slug')
          .limit(input.limit + 1)
          .select('t.tenant', 't.name', 't.slug', 't.created_at')
          .select(trx.raw('(select count(*) from users u where u.tenant = t.tenant) as users'))
        if (after !== null) void query.where('t.slug', '>', after)
        const found: TenantRow[] = await query
        return found
      })
      const shown = rows.slice(0, input.limit)
      const last = rows.length > input.limit ? shown.at(-1) : undefined
      return {
        items: shown.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at })),
        nextCursor: last ? encodeCursor([last.slug]) : null,
      }
    }),
  ]
}

interface TenantRow {
  tenant: string
  name: string
  slug: string
  created_at: string
  users: number
}

const slugCursor = z.tuple([z.string().regex(/^[a-z0-9-]+$/)])

function slugFrom(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  const parsed = slugCursor.safeParse(decodeCursor(cursor))
  if (!parsed.success) throw badInput('The cursor is not one of ours.')
  return parsed.data[0]
}

export interface NewOperator {
  operatorId: string
  email: string
  displayName: string
  locale: string
  password: string
}

/** For seeds and set-up; an operator who is there already keeps their password. */
export async function createOperator(
  database: Database,
  operator: NewOperator,
  ports: { clock: Clock; passwords: Passwords },
): Promise<void> {
  const passwordHash = await ports.passwords.hash(operator.password)
  await database.withSystem(async (trx) => {
    await trx('operators')
      .insert({
        operator_id: operator.operatorId,
        email_lower: operator.email.toLowerCase(),
        display_name: operator.displayName,
        password_hash: passwordHash,
        locale: operator.locale,
        created_at: ports.clock.now(),
      })
      .onConflict('email_lower')
      .ignore()
  })
}
