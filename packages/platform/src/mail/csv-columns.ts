import type { MailSummary } from '../contract/mail.ts'
import { heading, type CsvColumn } from '../exports/list-export.ts'

export const MAIL_COLUMNS: readonly CsvColumn<MailSummary>[] = [
  { heading: heading('Written', 'Rédigé', 'Verfasst', 'Redactado'), cell: (mail) => mail.createdAt },
  { heading: heading('To', 'À', 'An', 'Para'), cell: (mail) => mail.toName },
  { heading: heading('E-mail', 'E-mail', 'E-Mail', 'Correo'), cell: (mail) => mail.toEmail },
  { heading: heading('Subject', 'Objet', 'Betreff', 'Asunto'), cell: (mail) => mail.subject },
  { heading: heading('Status', 'Statut', 'Status', 'Estado'), cell: (mail) => mail.status },
  { heading: heading('Attempts', 'Tentatives', 'Versuche', 'Intentos'), cell: (mail) => mail.attempts },
  { heading: heading('Sent', 'Envoyé', 'Gesendet', 'Enviado'), cell: (mail) => mail.sentAt },
  { heading: heading('Error', 'Erreur', 'Fehler', 'Error'), cell: (mail) => mail.lastError },
]
