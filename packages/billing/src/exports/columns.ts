import { heading, type Cell, type CsvColumn } from '@tieout/platform'
import type { ClientSummary } from '../contract/clients.ts'
import type { CreditSummary } from '../contract/credits.ts'
import type { InvoiceRow } from '../contract/invoice-views.ts'
import type { PaymentSummary } from '../contract/payments.ts'
import type { AgeingRow, Movement } from '../contract/receivables.ts'
import type { ServiceView } from '../contract/services.ts'
import { exponentOf } from '../money/currency.ts'
import { HEADINGS } from './headings.ts'

/** Exactly as it is, with a point whatever the language: programs read these files too. */
export function amount(minor: number, currency: string): Cell {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  const fraction = exponent === 0 ? '' : `.${digits.slice(cut)}`
  return { exact: `${minor < 0 ? '-' : ''}${digits.slice(0, cut)}${fraction}` }
}

export const CLIENT_COLUMNS: readonly CsvColumn<ClientSummary>[] = [
  { heading: heading('Name', 'Nom', 'Name', 'Nombre'), cell: (client) => client.displayName },
  { heading: heading('E-mail', 'E-mail', 'E-Mail', 'Correo'), cell: (client) => client.email },
  { heading: HEADINGS.currency, cell: (client) => client.currency },
  {
    heading: heading('Terms', 'Conditions', 'Zahlungsziel', 'Condiciones'),
    cell: (client) => client.termsName,
  },
  { heading: heading('City', 'Ville', 'Ort', 'Ciudad'), cell: (client) => client.city },
  { heading: HEADINGS.status, cell: (client) => client.status },
]

export const SERVICE_COLUMNS: readonly CsvColumn<ServiceView>[] = [
  { heading: heading('Name', 'Nom', 'Name', 'Nombre'), cell: (service) => service.name },
  { heading: HEADINGS.kind, cell: (service) => service.kind },
  { heading: heading('Code', 'Code', 'Artikelnummer', 'Código'), cell: (service) => service.sku },
  {
    heading: heading('Description', 'Désignation', 'Beschreibung', 'Descripción'),
    cell: (service) => service.description,
  },
  { heading: HEADINGS.currency, cell: (service) => service.currency },
  {
    heading: heading('Price', 'Prix', 'Preis', 'Precio'),
    cell: (service) => amount(service.unitPriceMinor, service.currency),
  },
  {
    heading: heading('Taxable', 'Taxable', 'Steuerpflichtig', 'Gravado'),
    cell: (service) => String(service.taxable),
  },
  { heading: HEADINGS.status, cell: (service) => service.status },
]

/** What a client’s own people see of it too: whose it is they know. */
type Document = Omit<InvoiceRow, 'clientId' | 'clientName'>

const DOCUMENT: readonly CsvColumn<Document>[] = [
  { heading: HEADINGS.number, cell: (invoice) => invoice.number },
  { heading: HEADINGS.kind, cell: (invoice) => invoice.invoiceType },
]

const DATES_AND_AMOUNTS: readonly CsvColumn<Document>[] = [
  { heading: HEADINGS.date, cell: (invoice) => invoice.issueDate },
  { heading: heading('Due', 'Échéance', 'Fällig', 'Vencimiento'), cell: (invoice) => invoice.dueDate },
  { heading: HEADINGS.status, cell: (invoice) => invoice.status },
  { heading: HEADINGS.currency, cell: (invoice) => invoice.currency },
  { heading: HEADINGS.total, cell: (invoice) => amount(invoice.totalMinor, invoice.currency) },
  {
    heading: heading('Balance due', 'Reste dû', 'Offen', 'Pendiente'),
    cell: (invoice) => amount(invoice.balanceDueMinor, invoice.currency),
  },
]

export const INVOICE_COLUMNS: readonly CsvColumn<InvoiceRow>[] = [
  ...DOCUMENT,
  { heading: HEADINGS.client, cell: (invoice) => invoice.clientName },
  ...DATES_AND_AMOUNTS,
]

export const PORTAL_INVOICE_COLUMNS = [...DOCUMENT, ...DATES_AND_AMOUNTS]

export const PAYMENT_COLUMNS: readonly CsvColumn<PaymentSummary>[] = [
  { heading: HEADINGS.date, cell: (payment) => payment.paidOn },
  { heading: HEADINGS.client, cell: (payment) => payment.clientName },
  { heading: heading('Method', 'Mode', 'Zahlungsart', 'Método'), cell: (payment) => payment.method },
  { heading: heading('Taken by', 'Origine', 'Quelle', 'Origen'), cell: (payment) => payment.provider },
  { heading: HEADINGS.reference, cell: (payment) => payment.reference },
  { heading: HEADINGS.currency, cell: (payment) => payment.currency },
  { heading: HEADINGS.amount, cell: (payment) => amount(payment.amountMinor, payment.currency) },
  {
    heading: heading('Unapplied', 'Non affecté', 'Nicht zugeordnet', 'Sin aplicar'),
    cell: (payment) => amount(payment.unappliedMinor, payment.currency),
  },
  {
    heading: heading('Taken back', 'Annulé le', 'Storniert', 'Anulado'),
    cell: (payment) => payment.reversedAt,
  },
]

export const CREDIT_COLUMNS: readonly CsvColumn<CreditSummary>[] = [
  { heading: HEADINGS.date, cell: (credit) => credit.issuedOn },
  { heading: HEADINGS.client, cell: (credit) => credit.clientName },
  { heading: heading('From', 'Origine', 'Aus', 'Origen'), cell: (credit) => credit.sourceNumber },
  { heading: HEADINGS.status, cell: (credit) => credit.state },
  { heading: HEADINGS.currency, cell: (credit) => credit.currency },
  { heading: HEADINGS.amount, cell: (credit) => amount(credit.amountMinor, credit.currency) },
  {
    heading: heading('Remaining', 'Restant', 'Rest', 'Restante'),
    cell: (credit) => amount(credit.remainingMinor, credit.currency),
  },
  { heading: heading('Expires', 'Expire le', 'Läuft ab', 'Caduca'), cell: (credit) => credit.expiresOn },
]

export const AGEING_COLUMNS: readonly CsvColumn<AgeingRow>[] = [
  { heading: HEADINGS.client, cell: (row) => row.clientName },
  { heading: HEADINGS.currency, cell: (row) => row.currency },
  {
    heading: heading('Not yet due', 'Non échu', 'Nicht fällig', 'No vencido'),
    cell: (row) => amount(row.currentMinor, row.currency),
  },
  {
    heading: heading('1–30 days', '1–30 jours', '1–30 Tage', '1–30 días'),
    cell: (row) => amount(row.days1To30Minor, row.currency),
  },
  {
    heading: heading('31–60 days', '31–60 jours', '31–60 Tage', '31–60 días'),
    cell: (row) => amount(row.days31To60Minor, row.currency),
  },
  {
    heading: heading('61–90 days', '61–90 jours', '61–90 Tage', '61–90 días'),
    cell: (row) => amount(row.days61To90Minor, row.currency),
  },
  {
    heading: heading('Over 90 days', 'Plus de 90 jours', 'Über 90 Tage', 'Más de 90 días'),
    cell: (row) => amount(row.over90Minor, row.currency),
  },
  { heading: HEADINGS.total, cell: (row) => amount(row.totalMinor, row.currency) },
]

export const STATEMENT_COLUMNS: readonly CsvColumn<Movement>[] = [
  { heading: HEADINGS.date, cell: (movement) => movement.occurredOn },
  { heading: heading('Movement', 'Mouvement', 'Bewegung', 'Movimiento'), cell: (movement) => movement.kind },
  { heading: HEADINGS.number, cell: (movement) => movement.invoiceNumber },
  { heading: HEADINGS.currency, cell: (movement) => movement.currency },
  { heading: HEADINGS.amount, cell: (movement) => amount(movement.receivableMinor, movement.currency) },
  {
    heading: heading('Balance', 'Solde', 'Saldo', 'Saldo'),
    cell: (movement) => amount(movement.balanceMinor, movement.currency),
  },
  { heading: heading('Reason', 'Motif', 'Grund', 'Motivo'), cell: (movement) => movement.reason },
]
