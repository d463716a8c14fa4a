import type { Entity } from '@tieout/qbo-sandbox'
import type { Act, SimTenant, World } from '../../world.ts'
import { day } from '../here/looking.ts'
import { amountIn, isOpen, refOf, rowsOf, tried } from '../there/desk.ts'

/** What scripts have the bookkeeper do, always with the latest of its kind. Nobody does these by chance. */
export const directedThere: readonly Act[] = [
  act('keeper-pays-latest', async (world, tenant) => {
    const invoice = latest(world, tenant, 'Invoice', isOpen)
    return invoice === undefined ? null : await payFor(tenant, [invoice])
  }),
  act('keeper-pays-half', async (world, tenant) => {
    const invoice = latest(world, tenant, 'Invoice', isOpen)
    if (invoice === undefined) return null
    const half = Math.round(amountIn(invoice, 'Balance') * 50) / 100
    const on = [[invoice.Id, half]] as const
    const paid = await tenant.keeper.pays(refOf(invoice, 'CustomerRef'), half, on, {
      TxnDate: day(world, -3),
    })
    return `received ${half} for invoice ${invoice.Id}, as ${paid.Id}`
  }),
  act('keeper-pays-each', async (world, tenant) => {
    const open = ours(world, tenant, 'Invoice').filter(isOpen)
    for (const each of open) await payFor(tenant, [each])
    return open.length === 0 ? null : `received ${open.length} payments`
  }),
  act('keeper-pays-with-stranger', async (world, tenant) => {
    const invoice = latest(world, tenant, 'Invoice', isOpen)
    if (invoice === undefined) return null
    const { keeper } = tenant
    const CustomerRef = { value: refOf(invoice, 'CustomerRef') }
    const line = {
      Amount: 45,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' } },
    }
    const stranger = await keeper.create('Invoice', { CustomerRef, Line: [line] })
    return await payFor(tenant, [invoice, stranger])
  }),
  act('keeper-pays-by-memo', async (world, tenant) => {
    const invoice = latest(world, tenant, 'Invoice', isOpen)
    if (invoice === undefined) return null
    const { keeper } = tenant
    const customer = refOf(invoice, 'CustomerRef')
    const line = {
      Amount: 20,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' } },
    }
    const memo = await keeper.create('CreditMemo', { CustomerRef: { value: customer }, Line: [line] })
    const owed = amountIn(invoice, 'Balance')
    const paid = await keeper.pays(customer, owed - 20, [
      [invoice.Id, owed],
      [memo.Id, 20, 'CreditMemo'],
    ])
    return `paid invoice ${invoice.Id} by a memo of 20 and cash, as ${paid.Id}`
  }),
  /** Nothing is owed on the whole, so that a customer may be made inactive while papers of it stand open. */
  act('keeper-squares', async (world, tenant) => {
    const owing = rowsOf(world, tenant, 'Customer').filter(
      (each) => linked(tenant).includes(each.Id) && amountIn(each, 'Balance') > 0,
    )
    for (const customer of owing) {
      const line = {
        Amount: amountIn(customer, 'Balance'),
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '1' } },
      }
      await tenant.keeper.create('CreditMemo', { CustomerRef: { value: customer.Id }, Line: [line] })
    }
    return owing.length === 0 ? null : `gave ${owing.length} customers as much credit as they owe`
  }),
  act('keeper-voids-payment', async (world, tenant) => {
    const payment = latestOf(rowsOf(world, tenant, 'Payment'), (row) => amountIn(row, 'TotalAmt') > 0)
    if (payment === undefined) return null
    return await tried(
      `voided payment ${payment.Id}`,
      async () => void (await tenant.keeper.void('Payment', payment.Id)),
    )
  }),
  act('keeper-deletes-payment', async (world, tenant) => {
    const payment = latestOf(rowsOf(world, tenant, 'Payment'))
    if (payment === undefined) return null
    return await tried(`deleted payment ${payment.Id}`, () => tenant.keeper.delete('Payment', payment.Id))
  }),
  act('keeper-touches-payment', async (world, tenant) => {
    const payment = latestOf(rowsOf(world, tenant, 'Payment'))
    if (payment === undefined) return null
    const PrivateNote = `${String(payment['PrivateNote'] ?? '')} seen`.trim()
    await tenant.keeper.change('Payment', payment.Id, { PrivateNote })
    return `wrote a word on payment ${payment.Id}`
  }),
  act('keeper-doubles-latest', async (world, tenant) => {
    const invoice = latest(world, tenant, 'Invoice')
    if (invoice === undefined) return null
    const Line = (invoice['Line'] as readonly { DetailType: string; Amount: number }[])
      .filter((each) => each.DetailType === 'SalesItemLineDetail')
      .map(({ Amount }) => ({
        Amount: Amount * 2,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '1' } },
      }))
    await tenant.keeper.change('Invoice', invoice.Id, { Line })
    return `doubled invoice ${invoice.Id}`
  }),
  act('keeper-deletes-invoice', async (world, tenant) => {
    const invoice = latest(world, tenant, 'Invoice')
    if (invoice === undefined) return null
    await tenant.keeper.delete('Invoice', invoice.Id)
    return `deleted invoice ${invoice.Id}`
  }),
  act('keeper-renames-customer', async (_world, { keeper, ...tenant }) => {
    const customerId = linked(tenant)[1]
    if (customerId === undefined) return null
    await keeper.change('Customer', customerId, { DisplayName: 'Another name entirely' })
    return `renamed customer ${customerId}`
  }),
  act('keeper-merges-customer', async (world, tenant) => {
    const all = rowsOf(world, tenant, 'Customer')
    const gone = all.find((each) => each.Id === linked(tenant).at(-1))
    const isAlike = (row: Entity) =>
      !linked(tenant).includes(row.Id) &&
      row['Active'] !== false &&
      row['Job'] !== true &&
      refOf(row, 'CurrencyRef') === (gone === undefined ? '' : refOf(gone, 'CurrencyRef'))
    const winner = all.find(isAlike)
    if (gone === undefined || winner === undefined) return null
    tenant.keeper.merge(winner.Id, gone.Id)
    return `merged customer ${gone.Id} into ${winner.Id}`
  }),
  act('keeper-keys-poison', async (world, tenant) => {
    const stranger = strangerOf(world, tenant)
    if (stranger === undefined) return null
    const paid = await tenant.keeper.pays(stranger.Id, 5, [])
    const { rows } = world.sandbox.company(tenant.realm).tables.Payment
    const row = rows.get(paid.Id)
    if (row !== undefined) rows.set(paid.Id, { ...row, TxnDate: 'the first of the month' })
    return `payment ${paid.Id} is of no day`
  }),
  act('keeper-receives-a-thousand', async (world, tenant) => {
    const stranger = strangerOf(world, tenant)
    if (stranger === undefined) return null
    const one = { CustomerRef: { value: stranger.Id }, TotalAmt: 1 }
    const made = await tenant.keeper.createMany(
      'Payment',
      Array.from({ length: 1005 }, () => one),
    )
    return `received ${made.length} payments of customer ${stranger.Id}`
  }),
  act('keeper-puts-item-away', async (_world, { keeper, services }) => {
    const itemId = services[0]?.itemId
    if (itemId == null) return null
    await keeper.change('Item', itemId, { Active: false })
    return `made item ${itemId} inactive`
  }),
  act('keeper-closes-books', async (world, { realm }) => close(world, realm, '2028-03-20')),
  act('keeper-opens-books', async (world, { realm }) => close(world, realm, undefined)),
  act('keeper-revokes', async (world, { realm }) => {
    for (const grant of world.sandbox.oauth.state.grants.values())
      if (grant.realmId === realm) grant.revoked = true
    return 'took the consent back'
  }),
]

function act(name: string, run: Act['run']): Act {
  return { name, side: 'there', weight: 0, run }
}

const byId = (a: Entity, b: Entity) => Number(a.Id) - Number(b.Id)

function latestOf(rows: readonly Entity[], suits: (row: Entity) => boolean = () => true): Entity | undefined {
  return rows.filter(suits).toSorted(byId).at(-1)
}

/** Those that bear our mark. */
const ours = (world: World, tenant: SimTenant, kind: 'Invoice'): Entity[] =>
  rowsOf(world, tenant, kind)
    .filter((row) => String(row['PrivateNote'] ?? '').includes('tieout:'))
    .toSorted(byId)

const latest = (
  world: World,
  tenant: SimTenant,
  kind: 'Invoice',
  suits?: (row: Entity) => boolean,
): Entity | undefined => latestOf(ours(world, tenant, kind), suits)

async function payFor({ keeper }: SimTenant, invoices: readonly Record<string, unknown>[]): Promise<string> {
  const rows = invoices as readonly Entity[]
  const total = rows.reduce((sum, each) => sum + Math.round(amountIn(each, 'Balance') * 100), 0) / 100
  const customer = rows[0] === undefined ? '' : refOf(rows[0], 'CustomerRef')
  const paid = await keeper.pays(
    customer,
    total,
    rows.map((each) => [each.Id, amountIn(each, 'Balance')] as const),
  )
  return `received ${total} for ${rows.map((each) => each.Id).join(', ')}, as ${paid.Id}`
}

const linked = ({ clients }: Pick<SimTenant, 'clients'>): string[] =>
  clients.flatMap((each) => each.customerId ?? [])

const strangerOf = (world: World, tenant: SimTenant): Entity | undefined =>
  rowsOf(world, tenant, 'Customer').find(
    (each) => each['Active'] !== false && !linked(tenant).includes(each.Id),
  )

function close({ sandbox }: World, realm: string, BookCloseDate: string | undefined): string {
  const { rows } = sandbox.company(realm).tables.Preferences
  for (const [id, row] of rows) {
    const { BookCloseDate: _before, ...accounting } = row['AccountingInfoPrefs'] as Record<string, unknown>
    const more = BookCloseDate === undefined ? {} : { BookCloseDate }
    rows.set(id, { ...row, AccountingInfoPrefs: { ...accounting, ...more } } as never)
  }
  return BookCloseDate === undefined ? 'opened the books' : `closed the books through ${BookCloseDate}`
}
