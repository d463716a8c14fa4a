import { heading } from '@tieout/platform'

/** What many files of money have in common. */
export const HEADINGS = {
  client: heading('Client', 'Client', 'Kunde', 'Cliente'),
  currency: heading('Currency', 'Devise', 'Währung', 'Moneda'),
  status: heading('Status', 'Statut', 'Status', 'Estado'),
  kind: heading('Type', 'Type', 'Art', 'Tipo'),
  number: heading('Number', 'Numéro', 'Nummer', 'Número'),
  date: heading('Date', 'Date', 'Datum', 'Fecha'),
  amount: heading('Amount', 'Montant', 'Betrag', 'Importe'),
  reference: heading('Reference', 'Référence', 'Referenz', 'Referencia'),
  total: heading('Total', 'Total', 'Gesamt', 'Total'),
}
