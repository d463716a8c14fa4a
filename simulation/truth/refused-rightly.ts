import type { Check, SimTenant, World } from '../world.ts'
import { bothBooks, counterpart, noteOf } from './both.ts'

/**
 * Part of I9: what ended as refused was refused for what it is. Nothing fails for good because the service was
 * away; nothing because of how we wrote it; no number is taken by the very document that it is meant for; and
 * what waits for something to be mapped names that itself.
 */
export const refusedRightly: Check = async (world) => {
  const all = await Promise.all(
    world.tenants.map(async (tenant) => {
      const sentences = [
        ...(await wronglyFailed(world, tenant)),
        ...(await waitsForAnother(world, tenant)),
        ...(await roomyRefusals(world, tenant)),
      ]
      return sentences.map((what) => ({ invariant: 'I9', tenant: tenant.tenant, what }))
    }),
  )
  return all.flat()
}

/** Credit that both documents there have room for, and that was refused all the same for good. */
async function roomyRefusals(world: World, tenant: SimTenant): Promise<string[]> {
  const both = await bothBooks(world, tenant)
  return both.ours.operations.flatMap((operation) => {
    const { kind, entityId, number, status, errorCode, lastError } = operation
    const application = both.applications.get(entityId)
    if (kind !== 'apply_credit' || status !== 'failed' || application === undefined) return []
    // Whoever used it up may have given it back since; a person tries it again.
    if (application.isTakenOff || errorCode === 'consumed_there') return []
    // The service had a fit under a number that says nothing of it; its task says so word for word.
    if (lastError?.endsWith('try again.')) return []
    const [note, invoice] = [noteOf(both, application), both.documents.get(application.documentId)]
    if (note === undefined || invoice === undefined) return []
    const [memo, owing] = [counterpart(both, note), counterpart(both, invoice)]
    // Their customer went into another one, and whoever is asked for that has not answered yet.
    const customer = both.links.get(`client:${operation.clientId}`)?.externalId
    if (customer !== memo?.customerId) return []
    const room = Math.min(-(memo?.openMinor ?? 0), owing?.openMinor ?? 0)
    return memo?.customerId === owing?.customerId && room >= application.amountMinor
      ? [`${number} was refused (${errorCode}), and both documents there have room for it`]
      : []
  })
}

const OF_THE_LINE = [
  'throttled',
  'service_unavailable',
  'timeout',
  'unreadable_answer',
  'token_expired',
  'stale',
]
const OF_OUR_WRITING = [
  'malformed_request',
  'unknown_property',
  'required_missing',
  'invalid_id',
  'invalid_date',
  'invalid_number',
  'invalid_choice',
  'line_arithmetic',
  'line_detail_missing',
  'bad_request_id',
]

interface Failed {
  entityId: string
  number: string
  code: string
}

async function wronglyFailed({ owner, sandbox }: World, { tenant, realm }: SimTenant): Promise<string[]> {
  const { rows }: { rows: Failed[] } = await owner.raw(
    `select o.alga_entity_id as "entityId", o.document_number as number, o.error_code as code
     from accounting_sync_operations o where o.tenant = ? and o.status = 'failed' order by o.created_at, o.op_id`,
    [tenant],
  )
  const { Invoice, CreditMemo } = sandbox.company(realm).tables
  const there = [...Invoice.rows.values(), ...CreditMemo.rows.values()]
  return rows.flatMap(({ entityId, number, code }) => {
    if (OF_THE_LINE.includes(code)) return [`${number} was given up for ${code}, which passes`]
    if (OF_OUR_WRITING.includes(code)) return [`${number} was refused for how it was written: ${code}`]
    const isItself = there.some(
      (row) => row['DocNumber'] === number && String(row['PrivateNote'] ?? '').includes(entityId),
    )
    return code === 'duplicate_number' && isItself ? [`${number} was refused because it is there itself`] : []
  })
}

/** Of what waits for a client or a service: whether it is its own. */
async function waitsForAnother({ owner }: World, { tenant }: SimTenant): Promise<string[]> {
  const { rows }: { rows: { number: string; cause: string }[] } = await owner.raw(WAITS_FOR_ANOTHER, {
    tenant,
  })
  return rows.map(({ number, cause }) => `${number} waits for ${cause}, which it does not name`)
}

const WAITS_FOR_ANOTHER = `
  select o.document_number as number, c.cause
  from accounting_sync_operations o
  join invoices i on i.tenant = o.tenant and i.invoice_id = o.alga_entity_id
  cross join lateral unnest(o.waits_for) as c (cause)
  where o.tenant = :tenant and o.status = 'pending' and o.wait_reason = 'unmapped'
    and ((c.cause like 'client:%' and c.cause <> 'client:' || i.client_id)
      or (c.cause like 'service:%' and not exists (select from invoice_lines l
        where l.tenant = i.tenant and l.invoice_id = i.invoice_id
          and c.cause = 'service:' || coalesce(cast(l.service_id as text), 'none'))))
  order by o.created_at, o.op_id, c.cause`
