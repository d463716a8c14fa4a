import type { CanonicalDocument, CanonicalParty, DocumentHead, HostBooks } from '@tieout/accounting-sync'
import { invoices, type Invoice } from './invoices.ts'
import { payments } from './payments.ts'

/** As the module wants to read it: whole minor units, every line with what it comes to. */
const canonical = ({ description, balanceMinor: _owed, ...invoice }: Invoice): CanonicalDocument => ({
  ...invoice,
  termsId: null,
  reference: null,
  netMinor: invoice.totalMinor,
  taxMinor: 0,
  lines: [
    {
      id: invoice.id,
      serviceId: null,
      description,
      quantity: '1',
      unitPriceMinor: invoice.totalMinor,
      discountMinor: 0,
      netMinor: invoice.totalMinor,
      taxMinor: 0,
      taxes: [],
      serviceFrom: null,
      serviceTo: null,
    },
  ],
})

const headOf = (invoice: Invoice): DocumentHead => ({
  ...invoice,
  kind: 'invoice',
  standing: 'posted',
  taxMinor: 0,
})

const nothing = async () => []

const NOWHERE = { line1: null, line2: null, city: null, region: null, postalCode: null, country: null }

/** These books know no drafts, services, taxes or terms, and say so. */
export const books: HostBooks = {
  documents: async (trx, _tenant, ids) => (await invoices(trx, ids)).map(canonical),
  drafts: nothing,
  heads: async (trx, _tenant, ids) => (await invoices(trx, ids)).map(headOf),
  // No page of this host tells when money came.
  async story(trx, _tenant, id) {
    const [invoice] = await invoices(trx, [id])
    return invoice === undefined ? null : { head: headOf(invoice), moves: [] }
  },
  async names(trx, _tenant, { clients }) {
    const rows = await trx('clients').whereIn('id', clients).orderBy('id')
    return new Map(rows.map((each) => [each.id, each.name]))
  },
  async clients(trx, _tenant, ids) {
    const { rows } = await trx.raw(
      `select id, name, email, null as phone, 'USD' as currency, true as active from clients
       where ? or id = any(?::uuid[]) order by id`,
      [ids === 'all', ids === 'all' ? [] : [...ids]],
    )
    return rows.map((each: Omit<CanonicalParty, 'address'>) => ({ ...each, address: NOWHERE }))
  },
  services: nothing,
  taxRates: nothing,
  taxCombinations: nothing,
  terms: nothing,
  search: (trx, _tenant, { from = '-infinity', to = 'infinity', clientIds, limit }) =>
    trx('invoices')
      .whereBetween('issued', [from, to])
      .modify((q) => (clientIds === undefined ? q : q.whereIn('client_id', clientIds)))
      .orderBy(['issued', 'number'])
      .limit(limit)
      .select('id', trx.raw(`'invoice' as kind`)),
  today: async () => new Date().toISOString().slice(0, 10),
  timeZone: async () => 'UTC',
  payments,
}
