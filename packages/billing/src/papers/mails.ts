import type { MailTemplateSet } from '@tieout/platform'

/**
 * The mails that carry documents. Each is told: number, issuedOn, dueOn (YYYY-MM-DD), total, balance
 * (both with their currency), company, and message, which may be empty.
 */
export const billingMails: MailTemplateSet = {
  en: {
    invoice_sent: {
      subject: 'Invoice {number} from {company}',
      paragraphs: [
        '{message}',
        'Please find attached invoice {number} of {issuedOn:date}, over {total}.',
        'Balance due: {balance}, by {dueOn:date}.',
      ],
      action: 'View the invoice',
    },
    credit_note_sent: {
      subject: 'Credit note {number} from {company}',
      paragraphs: [
        '{message}',
        'Please find attached credit note {number} of {issuedOn:date}, over {total}.',
      ],
      action: 'View the credit note',
    },
  },
  fr: {
    invoice_sent: {
      subject: 'Facture {number} de {company}',
      paragraphs: [
        '{message}',
        'Vous trouverez ci-joint la facture {number} du {issuedOn:date}, d’un montant de {total}.',
        'Reste dû : {balance}, au plus tard le {dueOn:date}.',
      ],
      action: 'Voir la facture',
    },
    credit_note_sent: {
      subject: 'Avoir {number} de {company}',
      paragraphs: [
        '{message}',
        'Vous trouverez ci-joint l’avoir {number} du {issuedOn:date}, d’un montant de {total}.',
      ],
      action: 'Voir l’avoir',
    },
  },
  de: {
    invoice_sent: {
      subject: 'Rechnung {number} von {company}',
      paragraphs: [
        '{message}',
        'Im Anhang finden Sie die Rechnung {number} vom {issuedOn:date} über {total}.',
        'Offener Betrag: {balance}, fällig am {dueOn:date}.',
      ],
      action: 'Rechnung ansehen',
    },
    credit_note_sent: {
      subject: 'Gutschrift {number} von {company}',
      paragraphs: [
        '{message}',
        'Im Anhang finden Sie die Gutschrift {number} vom {issuedOn:date} über {total}.',
      ],
      action: 'Gutschrift ansehen',
    },
  },
  es: {
    invoice_sent: {
      subject: 'Factura {number} de {company}',
      paragraphs: [
        '{message}',
        'Adjuntamos la factura {number} del {issuedOn:date}, por un importe de {total}.',
        'Saldo pendiente: {balance}, con vencimiento el {dueOn:date}.',
      ],
      action: 'Ver la factura',
    },
    credit_note_sent: {
      subject: 'Factura rectificativa {number} de {company}',
      paragraphs: [
        '{message}',
        'Adjuntamos la factura rectificativa {number} del {issuedOn:date}, por un importe de {total}.',
      ],
      action: 'Ver la factura rectificativa',
    },
  },
}
