import type { BatchDocument, BatchView, OperationView } from '@tieout/accounting-sync/contract'
import { amountCell, HEADINGS } from '@tieout/billing'
import { heading, type CsvColumn } from '@tieout/platform'

const BATCH = heading('Batch', 'Lot', 'Stapel', 'Lote')

export const OPERATION_COLUMNS: readonly CsvColumn<OperationView>[] = [
  { heading: heading('Changed', 'Modifié', 'Geändert', 'Cambiado'), cell: (row) => row.updatedAt },
  { heading: heading('Direction', 'Sens', 'Richtung', 'Sentido'), cell: (row) => row.direction },
  { heading: HEADINGS.kind, cell: (row) => row.kind },
  { heading: HEADINGS.number, cell: (row) => row.number },
  { heading: HEADINGS.date, cell: (row) => row.issueDate },
  { heading: HEADINGS.client, cell: (row) => row.client.name },
  {
    heading: HEADINGS.amount,
    cell: ({ amountMinor, currency }) =>
      amountMinor === null || currency === null ? null : amountCell(amountMinor, currency),
  },
  { heading: HEADINGS.currency, cell: (row) => row.currency },
  { heading: HEADINGS.status, cell: (row) => row.status },
  { heading: heading('Waits for', 'Attend', 'Wartet auf', 'Espera'), cell: (row) => row.waitReason },
  { heading: heading('Error', 'Erreur', 'Fehler', 'Error'), cell: (row) => row.errorCode },
  { heading: heading('Attempts', 'Tentatives', 'Versuche', 'Intentos'), cell: (row) => row.attempts },
  { heading: BATCH, cell: (row) => row.batchId },
  {
    heading: heading('Milliseconds', 'Millisecondes', 'Millisekunden', 'Milisegundos'),
    cell: (row) => row.milliseconds,
  },
]

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
