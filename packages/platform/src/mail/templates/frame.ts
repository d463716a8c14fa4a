import type { LocaleCode } from '../../contract/text.ts'

/** What stands around the words of every mail. */
export interface MailFrame {
  greeting: string
  copyAddress: string
  footer: string
  /** Takes the place of a one-time link that is gone, or not for the reader's eyes. */
  hiddenLink: string
}

export const frames: Record<LocaleCode, MailFrame> = {
  en: {
    greeting: 'Hello {recipient},',
    copyAddress: 'If the button does not work, copy this address into your browser:',
    footer: 'Tieout sent this mail automatically. Please do not reply to it.',
    hiddenLink: '[one-time link, not shown]',
  },
  fr: {
    greeting: 'Bonjour {recipient},',
    copyAddress: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
    footer: 'Ce message a été envoyé automatiquement par Tieout. Merci de ne pas y répondre.',
    hiddenLink: '[lien à usage unique, non affiché]',
  },
  de: {
    greeting: 'Guten Tag {recipient},',
    copyAddress: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
    footer: 'Diese Nachricht wurde automatisch von Tieout gesendet. Bitte antworten Sie nicht darauf.',
    hiddenLink: '[einmaliger Link, nicht angezeigt]',
  },
  es: {
    greeting: 'Hola, {recipient}:',
    copyAddress: 'Si el botón no funciona, copie esta dirección en su navegador:',
    footer: 'Tieout ha enviado este mensaje automáticamente. Por favor, no responda a él.',
    hiddenLink: '[enlace de un solo uso, no se muestra]',
  },
}
