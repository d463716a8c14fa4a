import type { MailTemplate, MailTemplateSet } from '@tieout/platform'

const held = (subject: string, sentence: string, action: string): Record<string, MailTemplate> => ({
  custody_held: { subject, paragraphs: [sentence], action },
})

/** A letter of the module's own, told why the document is held. */
export const custodyMails: MailTemplateSet = {
  en: held('A document is held', 'It is held, because {reason}.', 'See the document'),
  fr: held('Un document est retenu', 'Il est retenu, parce que {reason}.', 'Voir le document'),
  de: held('Ein Beleg wird festgehalten', 'Er wird festgehalten, weil {reason}.', 'Beleg ansehen'),
  es: held('Un documento está retenido', 'Está retenido porque {reason}.', 'Ver el documento'),
}
