/** What one statement tells of all tenants. */
export interface Looked {
  wrong: { invariant: string; tenant: string | null; what: string }[]
  epochs: {
    tenant: string
    connectionId: string
    epoch: number
    cursor: string | null
    /** Runs that are open, and the latest of those that came to an end by themselves, each with its epoch. */
    running: Record<string, number>
    ended: Record<string, number>
    /** Frames that were never sent, each with its epoch: of all others it moves on when they are taken over. */
    frames: Record<string, number>
  }[]
  audits: { tenant: string; events: number; seals: number }[]
  /** To be looked from the next time: what is written from now on bears it or a later one. */
  since: string
  texts: { tenant: string; place: string; text: string }[]
}

/** I4: money is laid on documents once, here and by the sums that are kept beside it. */
const ALLOCATIONS = `
  select 'I4' as invariant, p.tenant, format('payment %s of %s: %s of it is laid on documents, %s is left',
      p.payment_id, p.amount_minor, a.applied, p.unapplied_minor) as what
  from payments p cross join lateral (select coalesce(sum(a.amount_minor), 0) as applied from invoice_payments a
    where a.tenant = p.tenant and a.payment_id = p.payment_id and a.reversed_at is null) a
  where case when p.reversed_at is null then a.applied + p.unapplied_minor <> p.amount_minor else a.applied <> 0 end
  union all
  select 'I4', i.tenant, format('%s of %s: %s is laid on it', coalesce(i.number, 'a draft'), i.total_minor, a.applied)
  from invoices i cross join lateral (select
      (select coalesce(sum(a.amount_minor), 0) from invoice_payments a
        where a.tenant = i.tenant and a.invoice_id = i.invoice_id and a.reversed_at is null)
      + (select coalesce(sum(c.amount_minor), 0) from credit_allocations c
        where c.tenant = i.tenant and c.invoice_id = i.invoice_id and c.unapplied_at is null) as applied) a
  where a.applied > i.total_minor or a.applied <> i.paid_minor + i.credit_applied_minor
    or (a.applied > 0 and (i.finalized_at is null or i.voided_at is not null))
  union all
  select 'I4', c.tenant, format('credit %s of %s: %s of it is on documents, %s is left', c.credit_id, c.amount_minor,
    a.applied, c.remaining_minor)
  from credits c cross join lateral (select coalesce(sum(a.amount_minor), 0) as applied from credit_allocations a
    where a.tenant = c.tenant and a.credit_id = c.credit_id and a.unapplied_at is null) a
  where a.applied + c.remaining_minor <> c.amount_minor or c.remaining_minor < 0
    or (c.withdrawn_at is not null and a.applied > 0)`

/** I5: seals follow one another without a gap, each on the hash of the one before. */
const CHAIN = `
  select 'I5' as invariant, s.tenant, format('seal %s does not follow the one before it', s.seq) as what
  from (select tenant, seq, previous_hash, lag(hash) over w as before, lag(seq) over w as last
    from audit_seals window w as (partition by tenant order by seq)) s
  where s.seq <> coalesce(s.last, 0) + 1 or (s.before is not null and s.before <> s.previous_hash)
  union all
  select 'I5', e.tenant, format('event %s is neither sealed nor waiting to be', e.event_id)
  from audit_events e
  where not exists (select from audit_unsealed u where u.tenant = e.tenant and u.event_id = e.event_id)
    and not exists (select from audit_seals s where s.tenant = e.tenant and s.event_id = e.event_id)`

/** I6: whatever names something of ours or a company names one of its own tenant. */
const CROSSING = `
  select 'I6' as invariant, m.tenant, format('%s %s is linked, and is nothing of this tenant', m.alga_entity_type, m.alga_entity_id) as what
  from tenant_external_entity_mappings m
  where case m.alga_entity_type
    when 'client' then not exists (select from clients c where c.tenant = m.tenant and cast(c.client_id as text) = m.alga_entity_id)
    when 'invoice' then not exists (select from invoices i where i.tenant = m.tenant and cast(i.invoice_id as text) = m.alga_entity_id)
    when 'credit_note' then not exists (select from invoices i where i.tenant = m.tenant and cast(i.invoice_id as text) = m.alga_entity_id)
    when 'payment' then not exists (select from payments p where p.tenant = m.tenant and cast(p.payment_id as text) = m.alga_entity_id)
    when 'credit_allocation' then not exists (select from credit_allocations a where a.tenant = m.tenant and cast(a.allocation_id as text) = m.alga_entity_id)
    else false end
  union all
  select 'I6', x.tenant, format('%s names company %s, which is another tenant''s', x.place, x.realm)
  from (
    select tenant, target_realm as realm, 'a link' as place from tenant_external_entity_mappings
    union select tenant, target_realm, 'an operation' from accounting_sync_operations
    union select tenant, target_realm, 'a frame' from accounting_sync_frames
    union select tenant, target_realm, 'a run' from accounting_sync_cycles
    union select tenant, target_realm, 'an observation' from accounting_sync_observations
    union select tenant, target_realm, 'the catalogue' from accounting_sync_catalogue
    union select tenant, external_realm, 'the trail' from transactions where external_realm is not null
  ) x where not exists (select from accounting_connections c where c.tenant = x.tenant and c.target_realm = x.realm)
  union all
  select 'I6', o.tenant, format('operation %s is about %s %s, which is nothing of this tenant', o.op_id, o.alga_entity_type, o.alga_entity_id)
  from accounting_sync_operations o
  where not exists (select from invoices i where i.tenant = o.tenant and i.invoice_id = o.alga_entity_id)
    and not exists (select from payments p where p.tenant = o.tenant and p.payment_id = o.alga_entity_id)
    and not exists (select from credit_allocations a where a.tenant = o.tenant and a.allocation_id = o.alga_entity_id)`

const counted = (from: string, where: string) =>
  `(select coalesce(jsonb_object_agg(x.id, x.epoch), '{}') from (${from}
    where tenant = c.tenant and target_realm = c.target_realm and ${where}) x)`

const EPOCHS = `
  select jsonb_build_object('tenant', c.tenant, 'connectionId', c.connection_id, 'epoch', c.lease_epoch,
    'cursor', (select cursor_after from accounting_sync_cycles y where y.tenant = c.tenant
      and y.target_realm = c.target_realm and y.status = 'done' and y.cursor_after is not null
      order by y.started_at desc, y.cycle_id desc limit 1),
    'running', ${counted('select cycle_id as id, lease_epoch as epoch from accounting_sync_cycles', "status = 'running'")},
    'ended', ${counted('select cycle_id as id, lease_epoch as epoch from accounting_sync_cycles', "status in ('done', 'failed') and lease_epoch > c.lease_epoch - 20")},
    'frames', ${counted('select frame_id as id, lease_epoch as epoch from accounting_sync_frames', 'sends = 0')}
  ) as one from accounting_connections c`

/** A row of a transaction that was not over when it was last looked. */
const NEW = 'cast(cast(xmin as text) as bigint) >= cast(:since as bigint)'

/** What was written since the last look, wherever a secret could have slipped in. */
const TEXTS = `
  select tenant, 'an audit event' as place, concat_ws(' ', action, before, after, reason) as text
  from audit_events where ${NEW}
  union all select tenant, 'a task', concat_ws(' ', params, context, response) from inbox_tasks
    where ${NEW}
  union all select tenant, 'the history of a task', cast(details as text) from inbox_task_events where ${NEW}
  union all select tenant, 'what was tried', concat_ws(' ', detail, trace, request, response)
    from accounting_sync_attempts where ${NEW}
  union all select tenant, 'an operation', concat_ws(' ', last_error, trace, payload)
    from accounting_sync_operations where ${NEW}
  union all select tenant, 'a run', concat_ws(' ', error, stats) from accounting_sync_cycles where ${NEW}
  union all select tenant, 'an observation', concat_ws(' ', change, raw, problems)
    from accounting_sync_observations where ${NEW}
  union all select tenant, 'a connection', concat_ws(' ', expired_reason, settings, facts) from accounting_connections
    where ${NEW}`

export const LOOK = `select jsonb_build_object(
  'wrong', (select coalesce(jsonb_agg(w), '[]') from (${ALLOCATIONS} union all ${CHAIN} union all ${CROSSING}) w),
  'epochs', (select coalesce(jsonb_agg(e.one), '[]') from (${EPOCHS}) e),
  'audits', (select coalesce(jsonb_agg(a), '[]') from (
    select t.tenant, (select count(*) from audit_events e where e.tenant = t.tenant) as events,
      (select count(*) from audit_seals s where s.tenant = t.tenant) as seals from tenants t order by t.tenant) a),
  'since', (select cast(pg_snapshot_xmin(pg_current_snapshot()) as text)),
  'texts', (select coalesce(jsonb_agg(t), '[]') from (${TEXTS}) t)
) as looked`
