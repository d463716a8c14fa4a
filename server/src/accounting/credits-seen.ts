import type {
  AnnouncedCredit,
  CreditsLooked,
  CreditsSeen,
  HostCreditAllocation,
  HostCreditPool,
} from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'

/**
 * Invoices, then pools, each held in the order of their ids; then what is applied, as it is with both held. What
 * somebody put on an invoice that is not held came in between, and is there the next time.
 */
export async function lookAtCredits(trx: Transaction, wanted: CreditsLooked): Promise<CreditsSeen> {
  const asked = {
    allocationIds: [...wanted.allocationIds],
    creditNoteIds: [...wanted.creditNoteIds],
    documentIds: [...wanted.documentIds],
  }
  const { rows: held }: { rows: { id: string }[] } = await trx.raw(HOLD_INVOICES, asked)
  const { rows: pools }: { rows: HostCreditPool[] } = await trx.raw(HOLD_POOLS, asked)
  const { rows: allocations }: { rows: HostCreditAllocation[] } = await trx.raw(
    `${ALLOCATIONS} where a.allocation_id = any (cast(:allocationIds as uuid[])) or (a.unapplied_at is null
       and (c.source_invoice_id = any (cast(:creditNoteIds as uuid[]))
         or a.invoice_id = any (cast(:documentIds as uuid[])))) ${IN_ORDER}`,
    asked,
  )
  const isHeld = new Set(held.map((each) => each.id))
  return { allocations: allocations.filter((each) => isHeld.has(each.documentId)), pools }
}

/** As they stand, and free for whoever writes. */
export async function readAllocations(
  trx: Transaction,
  allocationIds: readonly string[],
): Promise<HostCreditAllocation[]> {
  if (allocationIds.length === 0) return []
  const { rows } = await trx.raw(`${ALLOCATIONS} where a.allocation_id = any (?::uuid[]) ${IN_ORDER}`, [
    [...allocationIds],
  ])
  return rows
}

/** Applications as the sync is told of them, in one statement. */
export async function announcedCredits(
  trx: Transaction,
  allocationIds: readonly string[],
): Promise<AnnouncedCredit[]> {
  const { rows } = await trx.raw(`${ANNOUNCED} where a.allocation_id = any (?::uuid[]) ${BY_DAY}`, [
    [...allocationIds],
  ])
  return rows
}

/** The same of what stands and touches one of these documents. */
export async function creditsOn(
  trx: Transaction,
  documentIds: readonly string[],
): Promise<AnnouncedCredit[]> {
  if (documentIds.length === 0) return []
  const { rows } = await trx.raw(
    `${ANNOUNCED} where a.unapplied_at is null and (a.invoice_id = any (cast(:ids as uuid[]))
       or a.credit_id in (select credit_id from credits where source_invoice_id = any (cast(:ids as uuid[]))))
     ${BY_DAY}`,
    { ids: [...documentIds] },
  )
  return rows
}

const TOUCHED = `select a.invoice_id from credit_allocations a join credits c on c.credit_id = a.credit_id
  where a.allocation_id = any (cast(:allocationIds as uuid[]))
    or (a.unapplied_at is null and c.source_invoice_id = any (cast(:creditNoteIds as uuid[])))`

const HOLD_INVOICES = `
  select i.invoice_id as id from invoices i
  where i.invoice_id = any (array(select unnest(cast(:documentIds as uuid[])) union ${TOUCHED}))
  order by i.invoice_id for update`

const HOLD_POOLS = `
  select c.source_invoice_id as "creditNoteId", c.client_id as "clientId", c.currency,
    c.remaining_minor as "remainingMinor", c.withdrawn_at is null as "isUsable"
  from credits c join invoices n on n.invoice_id = c.source_invoice_id and n.invoice_type = 'credit_note'
  where c.source_invoice_id = any (cast(:creditNoteIds as uuid[])) or c.credit_id = any (array(
    select a.credit_id from credit_allocations a where a.allocation_id = any (cast(:allocationIds as uuid[]))
      or (a.unapplied_at is null and a.invoice_id = any (cast(:documentIds as uuid[])))))
  order by c.credit_id for update of c`

const ALLOCATIONS = `
  select a.allocation_id as "allocationId",
    case n.invoice_type when 'credit_note' then c.source_invoice_id end as "creditNoteId",
    coalesce(n.number, '') as "creditNoteNumber", a.invoice_id as "documentId",
    coalesce(i.number, '') as "documentNumber", c.client_id as "clientId", c.currency,
    a.amount_minor as "amountMinor", greatest(i.issue_date, n.issue_date) as date,
    a.unapplied_at is not null as "isTakenOff"
  from credit_allocations a
    join credits c on c.tenant = a.tenant and c.credit_id = a.credit_id
    join invoices n on n.tenant = c.tenant and n.invoice_id = c.source_invoice_id
    join invoices i on i.tenant = a.tenant and i.invoice_id = a.invoice_id`

const IN_ORDER = 'order by a.recorded_at, a.allocation_id'

const ANNOUNCED = `
  select a.allocation_id as id, c.client_id as "clientId", k.display_name as "clientName",
    coalesce(n.number, '') || ' → ' || coalesce(i.number, '') as number,
    greatest(i.issue_date, n.issue_date) as date, a.amount_minor as "amountMinor", c.currency
  from credit_allocations a
    join credits c on c.tenant = a.tenant and c.credit_id = a.credit_id
    join clients k on k.tenant = c.tenant and k.client_id = c.client_id
    join invoices n on n.tenant = c.tenant and n.invoice_id = c.source_invoice_id
    join invoices i on i.tenant = a.tenant and i.invoice_id = a.invoice_id`

const BY_DAY = 'order by 5, 4, 1'
