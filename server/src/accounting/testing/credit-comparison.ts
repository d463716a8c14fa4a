import type { Company, Entity } from '@tieout/qbo-sandbox'
import { HARBOR } from '../../demo/companies.ts'
import { COMPANY } from './accounting-host.ts'
import type { MoneyWorld } from './money-world.ts'

/** Where the two books say something else of one thing, in minor units. */
export interface Gap {
  what: string
  here: number
  there: number
}

/**
 * Both books of one client, each read from its rows: here what was received, applied and taken back, there the
 * double entry and what payments lay on what. Nothing that the sync knows takes part but which document is which,
 * and no balance that either side shows is believed.
 */
export async function gapsOf(world: MoneyWorld, clientId: string, customerId: string): Promise<Gap[]> {
  const company = world.sandbox.company(COMPANY.realmId)
  const here = await booksHere(world, clientId)
  const laid = laidOn(company)
  const gaps: Gap[] = []
  let stoodApart = 0
  const known = new Set<string>()
  for (const { number, kind, minor, externalId } of here.papers) {
    const table = kind === 'pool' ? 'CreditMemo' : 'Invoice'
    known.add(`${table}:${externalId}`)
    const there = externalId === null ? 0 : openOf(company, table, externalId, laid)
    stoodApart += kind === 'pool' ? there - minor : minor - there
    gaps.push({ what: `${kind} ${number}`, here: minor, there })
  }
  for (const [kind, sign] of [
    ['Invoice', 1],
    ['CreditMemo', -1],
  ] as const) {
    for (const row of ofCustomer(company, kind, customerId)) {
      if (known.has(`${kind}:${row.Id}`)) continue
      const there = openOf(company, kind, row.Id, laid)
      stoodApart -= sign * there
      gaps.push({ what: `${kind} ${row.Id}, which is theirs alone`, here: 0, there })
    }
  }
  const money = {
    what: 'money that lies on nothing',
    here: here.unapplied,
    there: unappliedOf(company, customerId),
  }
  stoodApart += money.there - money.here
  gaps.push(money)
  const owes = { here: here.owes, there: company.ledger.customers.get(customerId) ?? 0 }
  // Else the books of one side contradict themselves, and no document could show it.
  if (owes.here - owes.there !== stoodApart)
    gaps.push({
      what: 'all of it, beside what documents say',
      here: owes.here - stoodApart,
      there: owes.there,
    })
  return gaps.filter((each) => each.here !== each.there)
}

interface Here {
  papers: { number: string; kind: 'invoice' | 'pool'; minor: number; externalId: string | null }[]
  unapplied: number
  owes: number
}

async function booksHere({ owner }: MoneyWorld, clientId: string): Promise<Here> {
  const { rows } = await owner.raw(HERE, { tenant: HARBOR.tenant, clientId, realm: COMPANY.realmId })
  return rows[0].books
}

/** What the trail says is owed, less what stands to the client's credit. */
const HERE = `
  with papers as (
    select i.invoice_id, i.number, case when i.invoice_type = 'credit_note' then 'pool' else 'invoice' end as kind,
      case
        when i.voided_at is not null then 0
        when i.invoice_type = 'credit_note' then i.total_minor - coalesce((
          select sum(a.amount_minor) from credits c join credit_allocations a using (tenant, credit_id)
          where c.tenant = i.tenant and c.source_invoice_id = i.invoice_id and a.unapplied_at is null), 0)
        else i.total_minor
          - coalesce((select sum(a.amount_minor) from invoice_payments a where a.tenant = i.tenant
              and a.invoice_id = i.invoice_id and a.reversed_at is null), 0)
          - coalesce((select sum(a.amount_minor) from credit_allocations a where a.tenant = i.tenant
              and a.invoice_id = i.invoice_id and a.unapplied_at is null), 0)
      end as minor,
      (select m.external_id from tenant_external_entity_mappings m where m.tenant = i.tenant
        and m.target_realm = :realm and m.alga_entity_type in ('invoice', 'credit_note')
        and m.alga_entity_id = cast(i.invoice_id as text)) as external_id
    from invoices i
    where i.tenant = :tenant and i.client_id = :clientId and i.finalized_at is not null
      and i.invoice_type <> 'prepayment'
  ), money as (
    select coalesce(sum(p.amount_minor - coalesce((select sum(a.amount_minor) from invoice_payments a
      where a.tenant = p.tenant and a.payment_id = p.payment_id and a.reversed_at is null), 0)), 0) as unapplied
    from payments p where p.tenant = :tenant and p.client_id = :clientId and p.reversed_at is null
  )
  select jsonb_build_object(
    'papers', coalesce((select jsonb_agg(jsonb_build_object('number', number, 'kind', kind, 'minor', minor,
      'externalId', external_id) order by number) from papers), '[]'),
    'unapplied', (select unapplied from money),
    'owes', coalesce((select sum(receivable_minor) from transactions where tenant = :tenant
        and client_id = :clientId), 0)
      - coalesce((select sum(minor) from papers where kind = 'pool'), 0) - (select unapplied from money)
  ) as books`

type Kind = 'Invoice' | 'CreditMemo'

/** What a document posts to receivables, less what payments lay on it; always counted up from zero. */
function openOf(company: Company, kind: Kind, id: string, laid: ReadonlyMap<string, number>): number {
  const posted = (company.ledger.entries.get(`${kind}:${id}`) ?? [])
    .filter((each) => each.customer !== undefined)
    .reduce((sum, each) => sum + each.cents, 0)
  return (kind === 'Invoice' ? posted : -posted) - (laid.get(`${kind}:${id}`) ?? 0)
}

interface Line {
  Amount?: number
  LinkedTxn?: readonly { TxnId: string; TxnType: string }[]
}

const linesOf = (payment: Entity) =>
  ((payment['Line'] ?? []) as readonly Line[]).flatMap(({ Amount = 0, LinkedTxn = [] }) =>
    LinkedTxn.map(({ TxnId, TxnType }) => ({ key: `${TxnType}:${TxnId}`, minor: Math.round(Amount * 100) })),
  )

function laidOn({ tables }: Company): Map<string, number> {
  const laid = new Map<string, number>()
  for (const payment of tables.Payment.rows.values())
    for (const { key, minor } of linesOf(payment)) laid.set(key, (laid.get(key) ?? 0) + minor)
  return laid
}

/** What its payments post, less what of their own money lies on documents. */
function unappliedOf(company: Company, customerId: string): number {
  let sum = 0
  for (const payment of ofCustomer(company, 'Payment', customerId)) {
    const posted = (company.ledger.entries.get(`Payment:${payment.Id}`) ?? [])
      .filter((each) => each.customer !== undefined)
      .reduce((total, each) => total - each.cents, 0)
    const onWhat = (kind: string) =>
      linesOf(payment)
        .filter(({ key }) => key.startsWith(`${kind}:`))
        .reduce((total, each) => total + each.minor, 0)
    sum += posted - onWhat('Invoice') + onWhat('CreditMemo')
  }
  return sum
}

const ofCustomer = (company: Company, kind: Kind | 'Payment', customerId: string): Entity[] =>
  [...company.tables[kind].rows.values()].filter(
    (row) => (row['CustomerRef'] as { value?: string } | undefined)?.value === customerId,
  )
