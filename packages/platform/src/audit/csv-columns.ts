import type { AuditEvent } from '../contract/audit.ts'
import { heading, type CsvColumn } from '../exports/list-export.ts'

const json = (changes: Record<string, unknown> | null) => (changes === null ? null : JSON.stringify(changes))

export const AUDIT_COLUMNS: readonly CsvColumn<AuditEvent>[] = [
  { heading: heading('When', 'Quand', 'Wann', 'Cuándo'), cell: (event) => event.recordedAt },
  { heading: heading('Who', 'Qui', 'Wer', 'Quién'), cell: (event) => event.actor.name },
  { heading: heading('Kind', 'Sorte', 'Art', 'Clase'), cell: (event) => event.actor.kind },
  { heading: heading('Action', 'Action', 'Aktion', 'Acción'), cell: (event) => event.action },
  { heading: heading('Of', 'Objet', 'Gegenstand', 'Objeto'), cell: (event) => event.entityType },
  { heading: heading('Id', 'Identifiant', 'Kennung', 'Identificador'), cell: (event) => event.entityId },
  { heading: heading('Before', 'Avant', 'Vorher', 'Antes'), cell: (event) => json(event.before) },
  { heading: heading('After', 'Après', 'Nachher', 'Después'), cell: (event) => json(event.after) },
  { heading: heading('Reason', 'Motif', 'Grund', 'Motivo'), cell: (event) => event.reason },
  { heading: heading('Request', 'Requête', 'Anfrage', 'Solicitud'), cell: (event) => event.requestId },
]
