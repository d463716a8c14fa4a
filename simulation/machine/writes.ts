const WRITE = /\b(insert into|update|delete from)\s+"?(?:only\s+)?"?([a-z_]+)"?/g
const VERB: Readonly<Record<string, string>> = { 'insert into': '+', update: '~', 'delete from': '-' }
const known = new Map<string, readonly string[]>()

/** What these statements write, in short: `+frames ~operations`. */
export function writesIn(statements: readonly string[]): string {
  const all = new Set<string>()
  for (const sql of statements) for (const each of of(sql)) all.add(each)
  return [...all].join(' ')
}

function of(sql: string): readonly string[] {
  const before = known.get(sql)
  if (before !== undefined) return before
  const found = [...sql.toLowerCase().matchAll(WRITE)].flatMap(([, verb = '', table = '']) =>
    // `on conflict do update set` and `for update of` name no table.
    table === 'set' || table === 'of' || table === 'skip' ? [] : [`${VERB[verb]}${shortened(table)}`],
  )
  if (known.size > 5000) known.clear()
  known.set(sql, found)
  return found
}

const shortened = (table: string) =>
  table.replace(/^accounting_sync_|^accounting_/, '').replace('tenant_external_entity_mappings', 'mappings')
