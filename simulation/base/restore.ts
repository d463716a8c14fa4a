import type { Knex } from 'knex'

/**
 * Puts into the database what brings it back to how it is now, as one function: a hundred seeds can then live in
 * one database after another, with connections that are warm. What has no rows now is only emptied.
 */
export async function rememberAsItIs(owner: Knex): Promise<void> {
  const { rows: tables }: { rows: { name: string; columns: string }[] } = await owner.raw(TABLES)
  await owner.raw('create schema base')
  const steps: string[] = []
  for (const { name, columns } of tables) {
    steps.push(`delete from public.${name};`)
    const [row] = await owner(`public.${name}`).limit(1)
    if (row === undefined) continue
    await owner.raw(`create table base.${name} as select ${columns} from public.${name}`)
    steps.push(`insert into public.${name} (${columns}) select ${columns} from base.${name};`)
  }
  await owner.raw(`
    create function base.restore() returns void language plpgsql as $restore$ begin
      perform set_config('session_replication_role', 'replica', true);
      ${steps.join('\n      ')}
    end $restore$`)
}

export const restore = async (owner: Knex): Promise<void> => void (await owner.raw('select base.restore()'))

const TABLES = `
  select c.relname as name, (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
  from pg_class c where c.relnamespace = to_regnamespace('public') and c.relkind = 'r' order by c.relname`
