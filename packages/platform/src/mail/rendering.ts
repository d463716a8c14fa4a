import { localeCode, type LocaleCode } from '../contract/text.ts'
import { PLACEHOLDER, type MailTemplate } from './template.ts'
import { frames } from './templates/frame.ts'

export interface RenderedMail {
  subject: string
  text: string
  html: string
}

export interface MailContent {
  template: MailTemplate
  locale: LocaleCode
  recipient: string
  params: Readonly<Record<string, string | number>>
  /** The full address behind the button. */
  address: string
}

/** Fills a template in, as plain text and as HTML. Pure. */
export function renderMail(content: MailContent): RenderedMail {
  const { template, locale, params, address } = content
  const frame = frames[locale]
  const say = (text: string) => fill(text, { ...params, recipient: content.recipient }, locale)
  const subject = say(template.subject)
  const greeting = say(frame.greeting)
  // One that consists of a parameter alone may be left empty.
  const paragraphs = template.paragraphs.map(say).filter((text) => text !== '')
  const action = say(template.action)
  const text = [greeting, ...paragraphs, `${action}\n${address}`, `-- \n${frame.footer}`].join('\n\n') + '\n'
  const html = asHtml({ ...frame, subject, greeting, paragraphs, action, address, locale })
  return { subject, text, html }
}

/** The language of a person's locale, English where we do not speak it. */
export function mailLocale(locale: string): LocaleCode {
  const language = localeCode.safeParse(locale.split('-')[0])
  return language.success ? language.data : 'en'
}

/** The same words without the one-time link, so that the outbox is no key ring. */
export function withoutLink(mail: { text: string; html: string }, address: string, locale: LocaleCode) {
  const { hiddenLink } = frames[locale]
  const inHtml = escapeHtml(address)
  return {
    text: mail.text.replaceAll(address, () => hiddenLink),
    html: mail.html.replaceAll(` href="${inHtml}"`, '').replaceAll(inHtml, () => escapeHtml(hiddenLink)),
  }
}

/** In one pass, so that a parameter holding `{something}` is shown and not filled in again. */
function fill(text: string, params: Readonly<Record<string, string | number>>, locale: LocaleCode): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string, asDate: string | undefined) => {
    const value = params[name]
    if (value === undefined) throw new Error(`the mail says {${name}}, which it was not given`)
    return asDate ? longDate(String(value), locale) : oneLine(String(value))
  })
}

/** A line break in a name must not begin a new mail header, nor a paragraph that looks like ours. */
const oneLine = (value: string) => value.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()

const longDate = (day: string, locale: LocaleCode) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char)

interface HtmlParts {
  locale: LocaleCode
  subject: string
  greeting: string
  paragraphs: readonly string[]
  action: string
  address: string
  copyAddress: string
  footer: string
}

const BODY = 'margin:0;padding:24px;background:#ffffff;color:#1f2328;font:16px/1.5 system-ui,sans-serif'
const BUTTON =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4f8f;color:#ffffff;text-decoration:none'
const SMALL = 'font-size:13px;color:#57606a'

function asHtml(parts: HtmlParts): string {
  const address = escapeHtml(parts.address)
  const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`
  return `<!doctype html>
<html lang="${parts.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(parts.subject)}</title>
</head>
<body style="${BODY}">
<main style="max-width:560px">
${[parts.greeting, ...parts.paragraphs].map(paragraph).join('\n')}
<p><a href="${address}" style="${BUTTON}">${escapeHtml(parts.action)}</a></p>
<p style="${SMALL}">${escapeHtml(parts.copyAddress)}<br>${address}</p>
<hr>
<p style="${SMALL}">${escapeHtml(parts.footer)}</p>
</main>
</body>
</html>
`
}
