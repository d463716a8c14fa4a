import { linesFor } from '@tieout/accounting-sync/testing'
import type { Entity } from '@tieout/qbo-sandbox'
import type { Chance } from '../../machine/chance.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { amountIn, isOpen, partOf, refOf, rowsOf, tried } from './desk.ts'

/** What the bookkeeper does with credit of ours, and with the payments of zero that link it. */
export const creditActsThere: readonly Act[] = [
  {
    name: 'apply-our-memo',
    side: 'there',
    weight: 3,
    async run(world, tenant, chance) {
      const memo = pick(ourMemos(world, tenant).filter(isOpen), chance)
      const invoice = memo === null ? null : pick(payableBy(world, tenant, memo), chance)
      if (memo === null || invoice === null) return null
      const amount = partOf(Math.min(amountIn(memo, 'Balance'), amountIn(invoice, 'Balance')), chance)
      return await tried(`put ${amount} of memo ${memo.Id} on invoice ${invoice.Id}`, () =>
        apply(tenant, memo, invoice, amount),
      )
    },
  },
  {
    name: 'change-application',
    side: 'there',
    weight: 2,
    async run(world, tenant, chance) {
      const payment = pick(applications(world, tenant), chance)
      if (payment === null) return null
      const factor = chance.pick([0.5, 0.25])
      return await tried(`lowered what payment ${payment.Id} applies`, () => lower(tenant, payment, factor))
    },
  },
  {
    name: 'end-application',
    side: 'there',
    weight: 2,
    async run(world, tenant, chance) {
      const payment = pick(applications(world, tenant), chance)
      if (payment === null) return null
      return chance.happens(0.5)
        ? await tried(`deleted payment ${payment.Id} of zero`, () =>
            tenant.keeper.delete('Payment', payment.Id),
          )
        : await tried(`voided payment ${payment.Id} of zero`, async () => {
            await tenant.keeper.void('Payment', payment.Id)
          })
    },
  },
  {
    name: 'add-to-application',
    side: 'there',
    weight: 1,
    async run(world, tenant, chance) {
      const payment = pick(applications(world, tenant), chance)
      if (payment === null) return null
      const invoice = pick(
        payableBy(world, tenant, payment).filter((each) => !names(payment, each)),
        chance,
      )
      if (invoice === null) return null
      const amount = partOf(amountIn(invoice, 'Balance'), chance)
      return await tried(`added ${amount} for invoice ${invoice.Id} to payment ${payment.Id}`, () =>
        add(tenant, payment, invoice, amount),
      )
    },
  },
  {
    name: 'end-our-document',
    side: 'there',
    weight: 1,
    async run(world, tenant, chance) {
      const invoice = pick(ours(rowsOf(world, tenant, 'Invoice')), chance)
      const memo = pick(ourMemos(world, tenant), chance)
      if (invoice !== null && (memo === null || chance.happens(0.6)))
        return await tried(`voided invoice ${invoice.Id}`, async () => {
          await tenant.keeper.void('Invoice', invoice.Id)
        })
      if (memo === null) return null
      return await tried(`deleted memo ${memo.Id}`, () => tenant.keeper.delete('CreditMemo', memo.Id))
    },
  },
]

const pick = (rows: readonly Entity[], chance: Chance): Entity | null =>
  rows.length === 0 ? null : chance.pick(rows)

/** Those that bear our mark. */
export const ours = (rows: readonly Entity[]): Entity[] =>
  rows.filter((row) => String(row['PrivateNote'] ?? '').includes('tieout:'))

export const ourMemos = (world: World, tenant: SimTenant): Entity[] =>
  ours(rowsOf(world, tenant, 'CreditMemo'))

export const payableBy = (world: World, tenant: SimTenant, credit: Entity): Entity[] =>
  rowsOf(world, tenant, 'Invoice').filter(
    (row) => isOpen(row) && refOf(row, 'CustomerRef') === refOf(credit, 'CustomerRef'),
  )

interface Line {
  Amount: number
  LinkedTxn?: readonly { TxnId: string; TxnType: string }[]
}

const linesOf = (payment: Entity) => (payment['Line'] ?? []) as unknown as readonly Line[]

/** Payments of zero that lie on something. */
export const applications = (world: World, tenant: SimTenant): Entity[] =>
  rowsOf(world, tenant, 'Payment').filter(
    (row) => amountIn(row, 'TotalAmt') === 0 && linesOf(row).some((each) => each.Amount > 0),
  )

const names = (payment: Entity, { Id }: Entity): boolean =>
  linesOf(payment).some(({ LinkedTxn = [] }) =>
    LinkedTxn.some((each) => each.TxnType === 'Invoice' && each.TxnId === Id),
  )

export async function apply(
  { keeper }: SimTenant,
  memo: Entity,
  invoice: Entity,
  amount: number,
): Promise<string> {
  const paid = await keeper.pays(refOf(memo, 'CustomerRef'), 0, [
    [invoice.Id, amount],
    [memo.Id, amount, 'CreditMemo'],
  ])
  return paid.Id
}

const sharesOf = (payment: Entity) =>
  linesOf(payment).flatMap(({ Amount, LinkedTxn = [] }) =>
    LinkedTxn.map(({ TxnId, TxnType }) => [TxnId, Amount, TxnType] as const),
  )

/** One invoice and one memo keep their balance; of more than that the sides would come apart. */
export async function lower({ keeper }: SimTenant, payment: Entity, factor: number): Promise<string> {
  const shares = sharesOf(payment).map(
    ([id, amount, kind]) => [id, Math.max(0.01, Math.round(amount * factor * 100) / 100), kind] as const,
  )
  await keeper.change('Payment', payment.Id, { TotalAmt: 0, Line: linesFor(shares) })
  return payment.Id
}

/** Money of his own, beside what is linked. */
export async function add(
  { keeper }: SimTenant,
  payment: Entity,
  invoice: Entity,
  amount: number,
): Promise<string> {
  const shares = [...sharesOf(payment), [invoice.Id, amount, 'Invoice'] as const]
  const TotalAmt = Math.round((amountIn(payment, 'TotalAmt') + amount) * 100) / 100
  await keeper.change('Payment', payment.Id, { TotalAmt, Line: linesFor(shares) })
  return payment.Id
}
