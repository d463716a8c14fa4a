import type {
  ArrivalView,
  BatchDocument,
  BatchView,
  OperationView,
  TransactionView,
} from '@tieout/accounting-sync/contract'
import { amountCell, HEADINGS } from '@tieout/billing'
import { heading, type CsvColumn } from '@tieout/platform'

const BATCH = heading('Batch', 'Lot', 'Stapel', 'Lote')

/** What one direction alone has stays empty for the other. */
const out = <T>(row: TransactionView, cell: (row: OperationView) => T): T | null =>
  row.direction === 'out' ? cell(row) : null
const came = <T>(row: TransactionView, cell: (row: ArrivalView) => T): T | null =>
  row.direction === 'in' ? cell(row) : null

export const TRANSACTION_COLUMNS: readonly CsvColumn<TransactionView>[] = [
  {
    heading: heading('Changed', 'Modifié', 'Geändert', 'Cambiado'),
    cell: (row) => (row.direction === 'out' ? row.updatedAt : row.at),
  },
  {
    heading: heading('Changed there', 'Modifié là-bas', 'Dort geändert', 'Cambiado allí'),
    cell: (row) => came(row, (each) => each.changedAt),
  },
  { heading: heading('Direction', 'Sens', 'Richtung', 'Sentido'), cell: (row) => row.direction },
  { heading: HEADINGS.kind, cell: (row) => row.kind },
  {
    heading: HEADINGS.number,
    cell: (row) =>
      row.direction === 'out' ? row.number : row.documents.map((each) => each.number).join('; '),
  },
  {
    heading: heading('Reference', 'Référence', 'Referenz', 'Referencia'),
    cell: (row) => came(row, (each) => each.reference),
  },
  { heading: HEADINGS.date, cell: (row) => (row.direction === 'out' ? row.issueDate : row.dated) },
  { heading: HEADINGS.client, cell: (row) => row.client.name },
  { heading: HEADINGS.amount, cell: (row) => moneyCell(row.amountMinor, row.currency) },
  {
    heading: heading('Not applied', 'Non imputé', 'Nicht verbucht', 'No aplicado'),
    cell: (row) => came(row, (each) => moneyCell(each.heldMinor, each.currency)),
  },
  { heading: HEADINGS.currency, cell: (row) => row.currency },
  { heading: HEADINGS.status, cell: (row) => row.status },
  {
    heading: heading('Waits for', 'Attend', 'Wartet auf', 'Espera'),
    cell: (row) => (row.direction === 'out' ? row.waitReason : row.reason),
  },
  {
    heading: heading('Error', 'Erreur', 'Fehler', 'Error'),
    cell: (row) => out(row, (each) => each.errorCode),
  },
  {
    heading: heading('Attempts', 'Tentatives', 'Versuche', 'Intentos'),
    cell: (row) => out(row, (each) => each.attempts),
  },
  { heading: BATCH, cell: (row) => out(row, (each) => each.batchId) },
  {
    heading: heading('Milliseconds', 'Millisecondes', 'Millisekunden', 'Milisegundos'),
    cell: (row) => out(row, (each) => each.milliseconds),
  },
]

const moneyCell = (amountMinor: number | null, currency: string | null) =>
  amountMinor === null || currency === null ? null : amountCell(amountMinor, currency)

export const BATCH_COLUMNS: readonly CsvColumn<BatchView>[] = [
  { heading: BATCH, cell: (batch) => batch.batchId },
  { heading: heading('Made', 'Créé', 'Angelegt', 'Creado'), cell: (batch) => batch.createdAt },
  { heading: heading('By', 'Par', 'Von', 'Por'), cell: (batch) => batch.createdByName },
  { heading: heading('Origin', 'Origine', 'Herkunft', 'Origen'), cell: (batch) => batch.origin },
  { heading: HEADINGS.status, cell: (batch) => batch.status },
  { heading: heading('Documents', 'Documents', 'Belege', 'Documentos'), cell: (batch) => batch.documents },
  { heading: heading('Done', 'Envoyés', 'Erledigt', 'Enviados'), cell: (batch) => batch.lines.done },
  { heading: heading('Waiting', 'En attente', 'Wartend', 'En espera'), cell: (batch) => batch.lines.pending },
  { heading: heading('Refused', 'Refusés', 'Abgelehnt', 'Rechazados'), cell: (batch) => batch.lines.failed },
  {
    heading: heading('Left out', 'Écartés', 'Ausgelassen', 'Omitidos'),
    cell: (batch) => batch.lines.skipped,
  },
  {
    heading: heading('Finished', 'Terminé', 'Abgeschlossen', 'Terminado'),
    cell: (batch) => batch.deliveredAt,
  },
]

export const BATCH_DOCUMENT_COLUMNS: readonly CsvColumn<BatchDocument>[] = [
  { heading: HEADINGS.kind, cell: (row) => row.kind },
  { heading: HEADINGS.number, cell: (row) => row.number },
  { heading: HEADINGS.date, cell: (row) => row.issueDate },
  { heading: HEADINGS.client, cell: (row) => row.client.name },
  { heading: HEADINGS.amount, cell: (row) => amountCell(row.totalMinor, row.currency) },
  { heading: HEADINGS.currency, cell: (row) => row.currency },
  { heading: HEADINGS.status, cell: (row) => row.state },
  {
    heading: heading('Missing', 'Manque', 'Fehlt', 'Falta'),
    cell: (row) =>
      row.missing.map(({ what, name }) => (name === null ? what : `${what}: ${name}`)).join('; '),
  },
]
