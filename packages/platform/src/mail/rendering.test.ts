import { describe, expect, it } from 'vitest'
import { localeCode } from '../contract/text.ts'
import { mailLocale, renderMail, withoutLink, type MailContent } from './rendering.ts'
import { createMailTemplates, type MailTemplateSet } from './template.ts'
import { platformMails } from './templates/platform.ts'

const PARAMS = {
  tasks: 3,
  dueOn: '2026-03-09',
  invitedBy: 'Ada',
  company: 'Alder',
  expiresOn: '2026-03-09',
  minutes: 60,
  sentBy: 'Ada',
}

const content = (change: Partial<MailContent> = {}): MailContent => ({
  template: platformMails.en.invitation ?? expect.unreachable(),
  locale: 'en',
  recipient: 'Grace',
  params: PARAMS,
  address: 'https://psa.example.com/invitation?token=abc&x=1',
  ...change,
})

const oneTemplate = (change: Partial<MailTemplateSet>): MailTemplateSet => {
  const hello = { hello: { subject: 'Hi {name}', paragraphs: ['On {day:date}'], action: 'Go' } }
  return { en: hello, fr: hello, de: hello, es: hello, ...change }
}

describe('mail templates', () => {
  it('ship in every language, each filling in the same', () => {
    const templates = createMailTemplates([platformMails])
    const names = ['task_assigned', 'invitation', 'password_reset', 'password_changed']
    expect(Object.keys(platformMails.en).toSorted()).toEqual(names.toSorted())
    for (const locale of localeCode.options) {
      for (const name of names) {
        const template = templates.find(name, locale)
        const mail = renderMail(content({ template, locale }))
        expect(mail.text).not.toMatch(/[{}]/)
        expect(mail.subject).not.toMatch(/[{}]/)
      }
    }
  })

  it('are told apart from one language to the next', () => {
    for (const name of Object.keys(platformMails.en)) {
      const subjects = localeCode.options.map((locale) => platformMails[locale][name]?.subject)
      expect(new Set(subjects).size, name).toBe(4)
    }
  })

  it('may not be missing in a language', () => {
    expect(() => createMailTemplates([oneTemplate({ de: {} })])).toThrow('hello is missing in de')
    expect(() => createMailTemplates([oneTemplate({ en: {} })])).toThrow('hello is missing in en')
  })

  it('may not fill in something else in one language', () => {
    const other = { hello: { subject: 'Hallo {nom}', paragraphs: ['On {day:date}'], action: 'Go' } }
    expect(() => createMailTemplates([oneTemplate({ de: other })])).toThrow(/\{nom\} in de/)
  })

  it('may not be brought by two modules under one name', () => {
    expect(() => createMailTemplates([oneTemplate({}), oneTemplate({})])).toThrow(
      'two mail templates are called hello',
    )
  })

  it('are an error when nobody brought them', () => {
    expect(() => createMailTemplates([platformMails]).find('nonsense', 'en')).toThrow(
      'no mail template called nonsense',
    )
  })
})

describe('a mail', () => {
  it('greets, says what happened, and carries the full address as text and as a button', () => {
    const mail = renderMail(content())
    expect(mail.subject).toBe('Ada invites you to Alder')
    expect(mail.text).toContain('Hello Grace,\n\nAda has set up an account for you at Alder.')
    expect(mail.text).toContain('Choose a password\nhttps://psa.example.com/invitation?token=abc&x=1\n')
    expect(mail.html).toContain('<html lang="en">')
    expect(mail.html).toContain('href="https://psa.example.com/invitation?token=abc&amp;x=1"')
  })

  it('writes dates as its language does', () => {
    expect(renderMail(content()).text).toContain('until March 9, 2026')
    const template = platformMails.de.invitation ?? expect.unreachable()
    expect(renderMail(content({ template, locale: 'de' })).text).toContain('bis zum 9. März 2026')
  })

  it('shows HTML in a name instead of obeying it', () => {
    const name = `<img src=x onerror="alert(1)"> & 'Co'`
    const { html, text } = renderMail(content({ recipient: name, params: { ...PARAMS, company: name } }))
    expect(html).not.toContain('<img')
    expect(html).toContain('Hello &lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;Co&#39;,')
    expect(html).toContain('<title>Ada invites you to &lt;img')
    expect(text).toContain(name)
  })

  it('keeps a name with line breaks on one line, in the subject as in the text', () => {
    const company = 'Alder\r\nBcc: everyone@example.com\u0000\n\nPay here'
    const mail = renderMail(content({ params: { ...PARAMS, company } }))
    expect(mail.subject).toBe('Ada invites you to Alder Bcc: everyone@example.com Pay here')
    expect(mail.text).toContain('at Alder Bcc: everyone@example.com Pay here. Choose')
  })

  it('does not fill in what a parameter says', () => {
    const mail = renderMail(content({ params: { ...PARAMS, company: '{invitedBy} $& {nothing}' } }))
    expect(mail.subject).toBe('Ada invites you to {invitedBy} $& {nothing}')
  })

  it('is an error when it was not given what it says', () => {
    expect(() => renderMail(content({ params: { company: 'Alder' } }))).toThrow(
      '{invitedBy}, which it was not given',
    )
  })

  it('speaks English to those whose language we do not speak', () => {
    expect(['fr', 'de-CH', 'pt', ''].map(mailLocale)).toEqual(['fr', 'de', 'en', 'en'])
  })

  it('loses its one-time link everywhere and nothing else', () => {
    const { address } = content()
    const before = renderMail(content())
    const after = withoutLink(before, address, 'en')
    for (const body of [after.text, after.html]) {
      expect(body).not.toContain('token=abc')
      expect(body).not.toContain('psa.example.com')
      expect(body).toContain('[one-time link, not shown]')
      expect(body).toContain('Ada has set up an account')
    }
    expect(after.html).not.toContain('href')
  })
})
