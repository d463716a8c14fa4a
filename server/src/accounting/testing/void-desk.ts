import { lookBeforeVoid, type VoidOutlook } from '@tieout/accounting-sync/contract'
import { HARBOR } from '../../demo/companies.ts'
import { COMPANY } from './accounting-host.ts'
import type { Both, MoneyWorld } from './money-world.ts'

type Row = Record<string, unknown> & { Id: string }
type Named = Pick<Both, 'invoiceId'>

/** What tests of voids do by the dozen. */
export const voidDesk = (world: () => MoneyWorld) => {
  const table = (kind: 'Invoice' | 'CreditMemo') => world().sandbox.company(COMPANY.realmId).tables[kind].rows
  const looks = ({ invoiceId }: Named) =>
    world().bill.ask('POST', `/accounting/documents/${invoiceId}/check`).send({}).expect(200)
  const cancel = ({ invoiceId }: Named) =>
    world().bill.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'entered twice' })
  return {
    looks,
    cancel,
    async cancelled(made: Named): Promise<void> {
      await looks(made)
      const answer = await cancel(made)
      if (answer.status !== 200) throw new Error(answer.text)
    },
    async outlookOf({ invoiceId }: Named): Promise<VoidOutlook> {
      const answer = await world()
        .bill.ask('POST', `/accounting/documents/${invoiceId}/look-before-void`)
        .send({})
      if (answer.status !== 200) throw new Error(answer.text)
      return lookBeforeVoid.output.parse(answer.body)
    },
    there: ({ there: id }: Both): Row | undefined => table('Invoice').get(id),
    memo: ({ there: id }: Both): Row | undefined => table('CreditMemo').get(id),
    linkOf: ({ invoiceId }: Named) =>
      world().owner('tenant_external_entity_mappings').where({ alga_entity_id: invoiceId }).first(),
    voidsOf: ({ invoiceId }: Named) =>
      world()
        .owner('accounting_sync_operations')
        .where({ tenant: HARBOR.tenant, alga_entity_id: invoiceId, operation: 'void_invoice' })
        .orderBy('created_at')
        .select('status', 'wait_reason', 'error_code', 'skip_reason'),
    badgeOf: async ({ invoiceId }: Named) =>
      (
        await world()
          .bill.ask('POST', '/accounting/badges')
          .send({ documentIds: [invoiceId] })
      ).body.items[0],
    calls: (what: string) =>
      world()
        .sandbox.log.entries()
        .filter((each) => each.what === what).length,
    /** One that gives back a whole invoice, on both sides. */
    async creditNote(amountMinor: number): Promise<Both> {
      const { bill } = world()
      const [about] = await world().invoices([amountMinor])
      const draft = await bill
        .ask('POST', `/invoices/${about?.invoiceId}/credit-notes`)
        .send({ part: { by: 'whole' } })
      const { invoiceId, clientId, totalMinor } = draft.body
      await bill
        .ask('POST', '/invoices/finalize')
        .send({ invoiceIds: [invoiceId] })
        .expect(200)
      await world().poll()
      const { number } = (await bill.ask('GET', `/invoices/${invoiceId}`)).body
      const found = [...table('CreditMemo').values()].find((each) => each['DocNumber'] === number)
      return { invoiceId, clientId, totalMinor, number, there: found?.Id ?? '' }
    },
    /** Its credit, on an invoice. */
    async applies(note: Both, on: Both): Promise<void> {
      const { bill } = world()
      const { creditPool } = (await bill.ask('GET', `/invoices/${note.invoiceId}`)).body
      const applied = await bill
        .ask('POST', `/invoices/${on.invoiceId}/credits`)
        .send({ creditId: creditPool.creditId })
      if (applied.status >= 300) throw new Error(applied.text)
    },
  }
}
