import type { Check, SimTenant, World } from '../world.ts'

/** What may happen to nobody's books, whatever is done over there: money we hold is given back, the old goes out. */
export const staysTaken: Check = async (world) => {
  const all = await Promise.all(
    world.tenants.map(async (tenant) => {
      const sentences = [...(await givenBack(world, tenant)), ...(await sentThoughOld(world, tenant))]
      return sentences.map((what) => ({ invariant: 'I8', tenant: tenant.tenant, what }))
    }),
  )
  return all.flat()
}

/** Our gateway has that money: no word from over there takes it off a document. */
async function givenBack({ owner }: World, { tenant }: SimTenant): Promise<string[]> {
  const { rows }: { rows: { reference: string; minor: number; reason: string }[] } = await owner.raw(
    `select p.provider_reference as reference, p.amount_minor as minor, coalesce(p.reversal_reason, a.reversal_reason) as reason
     from payments p left join invoice_payments a on a.tenant = p.tenant and a.payment_id = p.payment_id
     where p.tenant = ? and p.provider = 'stripe'
       and (p.reversal_reason like '%in the accounting system' or a.reversal_reason like '%in the accounting system')
     order by p.recorded_at, p.payment_id`,
    [tenant],
  )
  return rows.map(({ reference, minor, reason }) => `${reference} of ${minor} was captured, and taken back here: ${reason}`)
}

/** Dated before every day that ever was go-live, and asked for by nobody. */
async function sentThoughOld({ owner }: World, { tenant, connectionId }: SimTenant): Promise<string[]> {
  const { rows }: { rows: { number: string; day: string }[] } = await owner.raw(SENT_THOUGH_OLD, {
    tenant,
    connectionId,
  })
  return rows.map(({ number, day }) => `${number} of ${day} was queued by itself, and is older than go-live`)
}

const SENT_THOUGH_OLD = `
  with fence as (
    select least(c.settings ->> 'goLiveDate', (select min(least(e.after ->> 'goLiveDate', e.before ->> 'goLiveDate'))
      from audit_events e where e.tenant = c.tenant and e.entity_id = cast(c.connection_id as text))) as day
    from accounting_connections c where c.tenant = :tenant and c.connection_id = :connectionId
  )
  select o.document_number as number, cast(o.issue_date as text) as day
  from accounting_sync_operations o cross join fence
  left join accounting_export_batches b on b.tenant = o.tenant and b.batch_id = o.batch_id
  where o.tenant = :tenant and cast(o.issue_date as text) < fence.day and not o.urgent and o.operation like 'export%'
    and coalesce(b.origin, 'scheduled') = 'scheduled' and not coalesce(cast(o.payload ->> 'again' as boolean), false)
  order by o.created_at, o.op_id`
