import type { Transaction } from '@tieout/platform'
import type { BooksContext } from '../billing.ts'
import type { ExternalPayment } from './external-payment.ts'
import type { RecordedReceipt } from './plan-receipts.ts'

type Referenced = Pick<ExternalPayment, 'provider' | 'providerReference'>

export async function findRecorded(
  trx: Transaction,
  payments: readonly Referenced[],
): Promise<RecordedReceipt[]> {
  if (payments.length === 0) return []
  const wanted = payments.map(({ provider, providerReference }) => ({
    provider,
    reference: providerReference,
  }))
  const { rows } = await trx.raw(FIND_RECORDED, [JSON.stringify(wanted)])
  return rows
}

const FIND_RECORDED = `
  select p.payment_id as "paymentId", p.provider, p.provider_reference as "providerReference",
    p.content_hash as "contentHash"
  from (select distinct * from jsonb_to_recordset(?::jsonb) as w (provider text, reference text)) w
  join payments p on p.provider = w.provider and p.provider_reference = w.reference
  order by p.payment_id`

interface Paying {
  paymentId: string
  appliedOn: string
  allocations: readonly { allocationId: string; invoiceId: string; amountMinor: number }[]
}

/** Writes the allocations and what they pay, together; answers what each document has been paid now. */
export async function payOff(
  { trx, tenant, clock }: BooksContext,
  receipts: readonly Paying[],
): Promise<Map<string, number>> {
  const allocations = receipts.flatMap(({ paymentId, appliedOn, allocations }) =>
    allocations.map((each) => ({ paymentId, appliedOn, ...each })),
  )
  if (allocations.length === 0) return new Map()
  const { rows } = await trx.raw(PAY_OFF, {
    tenant,
    now: clock.now(),
    allocations: JSON.stringify(allocations),
  })
  return new Map(rows.map((row: { invoiceId: string; paidMinor: number }) => [row.invoiceId, row.paidMinor]))
}

const PAY_OFF = `
  with asked as (
    select * from jsonb_to_recordset(:allocations::jsonb) as a ("allocationId" uuid, "paymentId" uuid,
      "invoiceId" uuid, "amountMinor" bigint, "appliedOn" date)
  ), written as (
    insert into invoice_payments (tenant, allocation_id, payment_id, invoice_id, amount_minor, applied_on, recorded_at)
    select :tenant::uuid, "allocationId", "paymentId", "invoiceId", "amountMinor", "appliedOn", :now::timestamptz
    from asked
  )
  update invoices i set paid_minor = i.paid_minor + a.amount, updated_at = :now::timestamptz
  from (select "invoiceId" as invoice_id, sum("amountMinor") as amount from asked group by 1) a
  where i.invoice_id = a.invoice_id
  returning i.invoice_id as "invoiceId", i.paid_minor as "paidMinor"`

export interface LiveAllocation {
  allocationId: string
  paymentId: string
  invoiceId: string
  amountMinor: number
}

/** What these receipts pay now; those taken back are not among them. */
export async function liveAllocations(
  trx: Transaction,
  paymentIds: readonly string[],
): Promise<LiveAllocation[]> {
  if (paymentIds.length === 0) return []
  return await trx('invoice_payments')
    .whereRaw('payment_id = any (?::uuid[])', [[...paymentIds]])
    .whereNull('reversed_at')
    .orderBy('allocation_id')
    .select({
      allocationId: 'allocation_id',
      paymentId: 'payment_id',
      invoiceId: 'invoice_id',
      amountMinor: 'amount_minor',
    })
}

export interface StoredPayment {
  paymentId: string
  clientId: string
  provider: string
  currency: string
  paidOn: string
  reference: string | null
  amountMinor: number
  unappliedMinor: number
  reversedAt: string | null
}

/** Held until the transaction ends, in the order of their ids; documents are locked before. */
export async function lockPayments(
  trx: Transaction,
  paymentIds: readonly string[],
): Promise<StoredPayment[]> {
  return await trx('payments')
    .whereRaw('payment_id = any (?::uuid[])', [[...paymentIds]])
    .orderBy('payment_id')
    .forUpdate()
    .select({
      paymentId: 'payment_id',
      clientId: 'client_id',
      provider: 'provider',
      currency: 'currency',
      paidOn: 'paid_on',
      reference: 'reference',
      amountMinor: 'amount_minor',
      unappliedMinor: 'unapplied_minor',
      reversedAt: 'reversed_at',
    })
}

export interface TakingBack {
  allocationId: string
  reason: string
}

/** Marks allocations as taken back and owes again what they paid; answers those this call took back. */
export async function takeBack(
  { trx, clock }: BooksContext,
  asked: readonly TakingBack[],
): Promise<LiveAllocation[]> {
  if (asked.length === 0) return []
  const { rows } = await trx.raw(TAKE_BACK, { now: clock.now(), asked: JSON.stringify(asked) })
  return rows
}

const TAKE_BACK = `
  with taken as (
    update invoice_payments p set reversed_at = :now::timestamptz, reversal_reason = a.reason
    from jsonb_to_recordset(:asked::jsonb) as a ("allocationId" uuid, reason text)
    where p.allocation_id = a."allocationId" and p.reversed_at is null
    returning p.allocation_id, p.payment_id, p.invoice_id, p.amount_minor
  ), owed as (
    update invoices i set paid_minor = i.paid_minor - t.amount, updated_at = :now::timestamptz
    from (select invoice_id, sum(amount_minor) as amount from taken group by 1) t
    where i.invoice_id = t.invoice_id
  )
  select allocation_id as "allocationId", payment_id as "paymentId", invoice_id as "invoiceId",
    amount_minor as "amountMinor"
  from taken
  order by allocation_id`
