import { localeCode, type LocaleCode } from '../contract/text.ts'

/**
 * What a mail says, in one language. `{name}` stands for a parameter, `{day:date}` for a
 * `YYYY-MM-DD` parameter written out as that language writes dates.
 */
export interface MailTemplate {
  subject: string
  paragraphs: readonly string[]
  /** The one thing to do, as the words on the button. */
  action: string
}

/** The templates one module brings: every one of them in every language. */
export type MailTemplateSet = Record<LocaleCode, Readonly<Record<string, MailTemplate>>>

export interface MailTemplates {
  /** Throws for a name nobody brought: that is a mistake in our code. */
  find(name: string, locale: LocaleCode): MailTemplate
}

/** Puts the modules' templates together; a set with a hole in it stops the start, not a mail. */
export function createMailTemplates(sets: readonly MailTemplateSet[]): MailTemplates {
  const byName = new Map<string, Record<LocaleCode, MailTemplate>>()
  for (const set of sets) {
    for (const name of Object.keys(set.en)) {
      if (byName.has(name)) throw new Error(`two mail templates are called ${name}`)
      byName.set(name, inEveryLocale(set, name))
    }
    for (const locale of localeCode.options) {
      const extra = Object.keys(set[locale]).find((name) => !(name in set.en))
      if (extra) throw new Error(`the mail template ${extra} is missing in en`)
    }
  }
  return {
    find(name, locale) {
      const found = byName.get(name)
      if (!found) throw new Error(`there is no mail template called ${name}`)
      return found[locale]
    },
  }
}

function inEveryLocale(set: MailTemplateSet, name: string): Record<LocaleCode, MailTemplate> {
  const expected = placeholdersIn(templateIn(set, name, 'en'))
  const checked = (locale: LocaleCode) => {
    const template = templateIn(set, name, locale)
    const found = placeholdersIn(template)
    if (found !== expected)
      throw new Error(`the mail template ${name} fills in ${found} in ${locale}, ${expected} in en`)
    return template
  }
  return { en: checked('en'), fr: checked('fr'), de: checked('de'), es: checked('es') }
}

function templateIn(set: MailTemplateSet, name: string, locale: LocaleCode): MailTemplate {
  const template = set[locale][name]
  if (!template) throw new Error(`the mail template ${name} is missing in ${locale}`)
  return template
}

export const PLACEHOLDER = /\{(\w+)(:date)?\}/g

function placeholdersIn(template: MailTemplate): string {
  const text = [template.subject, ...template.paragraphs, template.action].join('\n')
  return [...new Set(text.match(PLACEHOLDER))].toSorted().join(' ')
}
