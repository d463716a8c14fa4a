import { COMPANY } from './accounting-host.ts'
import { linesFor } from './money-world.ts'
import { after, billed, both, change, changed, pays, type PaymentCase } from './payment-desk.ts'

/** What bookkeepers do to payments every day. */
export const EVERYDAY: PaymentCase[] = [
  {
    name: '1 paid in full',
    async run(world) {
      const all = await world.invoices([12_345])
      await pays(world, [[all[0], 123.45]])
      return all
    },
  },
  {
    name: '2 in part',
    async run(world) {
      const all = await world.invoices([10_000])
      await pays(world, [[all[0], 40.4]])
      return all
    },
  },
  {
    name: '3 in two parts',
    async run(world) {
      const all = await world.invoices([10_000])
      await pays(world, [[all[0], 40]])
      await world.poll()
      await pays(world, [[all[0], 60]])
      return all
    },
  },
  {
    name: '4 one cheque over three invoices',
    async run(world) {
      const all = await world.invoices([10_000, 20_000, 30_000])
      await pays(
        world,
        [
          [all[0], 100],
          [all[1], 200],
          [all[2], 50],
        ],
        { PaymentRefNum: 'CHQ 4' },
      )
      return all
    },
  },
  {
    name: '5 over a mapped and an unknown invoice',
    asks: { minor: 7_000, reason: 'unknown_document', equal: true },
    async run(world) {
      const all = await world.invoices([10_000])
      const unknown = await world.keeper.create('Invoice', billed(70))
      await pays(world, [
        [all[0], 100],
        [{ ...both(), there: unknown.Id }, 70],
      ])
      return all
    },
  },
  {
    name: '6 over an invoice before the go-live date',
    asks: { minor: 9_000, reason: 'unknown_document' },
    async run(world) {
      const [old] = await world.invoices([9_000], { issueDate: '2025-12-15', isLocal: true })
      const there = await world.keeper.create('Invoice', billed(90, { DocNumber: old?.number }))
      const known = { ...(old ?? both()), there: there.Id }
      await pays(world, [[known, 90]])
      return [known]
    },
  },
  {
    name: '7 over-paid',
    async run(world) {
      const all = await world.invoices([10_000])
      await pays(world, [[all[0], 100]], {}, 150)
      return all
    },
  },
  {
    name: '8 wholly unapplied',
    async run(world) {
      const all = await world.invoices([10_000])
      await pays(world, [], {}, 80)
      return all
    },
  },
  {
    name: '9 unapplied, applied later',
    async run(world) {
      const all = await world.invoices([10_000])
      const paid = await pays(world, [], {}, 80)
      await world.poll()
      await change(world, paid.Id, { Line: linesFor([[all[0]?.there ?? '', 80]]) })
      return all
    },
  },
  {
    name: '10 amount raised',
    run: (world) => changed(world, 100, (there) => ({ TotalAmt: 90, Line: linesFor([[there, 90]]) })),
  },
  {
    name: '11 amount lowered',
    run: (world) => changed(world, 100, (there) => ({ TotalAmt: 20, Line: linesFor([[there, 20]]) })),
  },
  {
    name: '12 moved to another invoice',
    async run(world) {
      const all = await world.invoices([10_000, 10_000])
      const paid = await pays(world, [[all[0], 70]])
      await world.poll()
      await change(world, paid.Id, { Line: linesFor([[all[1]?.there ?? '', 70]]) })
      return all
    },
  },
  {
    name: '13 one allocation removed',
    async run(world) {
      const all = await world.invoices([10_000, 10_000])
      const paid = await pays(world, [
        [all[0], 70],
        [all[1], 30],
      ])
      await world.poll()
      await change(world, paid.Id, { Line: linesFor([[all[0]?.there ?? '', 70]]) })
      return all
    },
  },
  { name: '14 all removed', run: (world) => changed(world, 100, () => ({ Line: [] })) },
  {
    name: '15 voided',
    run: (world) => after(world, async (paid) => void (await world.keeper.void('Payment', paid))),
  },
  { name: '16 deleted', run: (world) => after(world, (paid) => world.keeper.delete('Payment', paid)) },
  {
    name: '17 deleted and keyed again',
    async run(world) {
      const all = await after(world, (paid) => world.keeper.delete('Payment', paid))
      await world.poll()
      await pays(world, [[all[0], 50]])
      return all
    },
  },
  {
    name: '18 date changed into another month',
    run: (world) => changed(world, 100, () => ({ TxnDate: '2026-02-10' })),
  },
  {
    name: '19 put into a bank deposit (token only)',
    run: (world) =>
      after(world, async (paid) => {
        const accounts = [...world.sandbox.company(COMPANY.realmId).tables.Account.rows.values()]
        const bank = accounts.find((each) => each['AccountType'] === 'Bank')?.Id
        const LinkedTxn = [{ TxnId: paid, TxnType: 'Payment', TxnLineId: '0' }]
        await world.keeper.create('Deposit', {
          DepositToAccountRef: { value: bank },
          Line: [{ Amount: 50, LinkedTxn }],
        })
      }),
  },
  {
    name: '20 memo edited (token only)',
    run: (world) => changed(world, 100, () => ({ PrivateNote: 'from Fen' })),
  },
]
