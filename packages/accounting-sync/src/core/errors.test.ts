import { readFileSync } from 'node:fs'
import { createTranslator, type Messages } from 'use-intl'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ERRORS, ruleOf, type ErrorCode, type ErrorRule } from './errors.ts'

const LOCALES = ['en', 'fr', 'de', 'es'] as const
const TEXTS = ['sentence', 'why', 'fix'] as const
const texts = z.strictObject({ sentence: z.string(), why: z.string(), fix: z.string() })
const file = z.record(z.string(), texts)

const errorsIn = (locale: string) =>
  file.parse(
    JSON.parse(readFileSync(new URL(`../../messages/${locale}/errors.json`, import.meta.url), 'utf8')),
  )

const codes = Object.keys(ERRORS) as ErrorCode[]
const slots = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot))].toSorted()

describe.each(LOCALES)('the words for what can go wrong, in %s,', (locale) => {
  const own = errorsIn(locale)
  const english = errorsIn('en')
  const all = codes.flatMap((code) => TEXTS.map((text) => ({ code, text, said: own[code]?.[text] ?? '' })))

  it('are there for each code, and for nothing else', () => {
    expect(Object.keys(own).toSorted()).toEqual(codes.toSorted())
    expect(all.filter(({ said }) => said.trim() === '')).toEqual([])
  })

  it('are filled with the same values as in English, and with no others than document and system', () => {
    for (const { code, text, said } of all) {
      expect([code, text, slots(said)]).toEqual([code, text, slots(english[code]?.[text] ?? '')])
      expect(['document', 'system']).toEqual(expect.arrayContaining(slots(said)))
    }
  })

  it('can be said, and name the document and the system', () => {
    const failures: unknown[] = []
    const messages: Messages = { errors: own }
    const t = createTranslator({
      locale,
      messages,
      onError: (error) => failures.push(error),
    })
    for (const { code, text, said } of all) {
      const spoken = t(`errors.${code}.${text}`, { document: 'INV-1001', system: 'Kontor' })
      expect(spoken).not.toMatch(/[{}]/)
      expect(spoken.includes('Kontor')).toBe(said.includes('{system}'))
    }
    expect(failures).toEqual([])
  })

  it('name no particular system, and are short and whole sentences', () => {
    for (const { code, said } of all) {
      expect([code, said]).not.toEqual([code, expect.stringMatching(/quickbooks|intuit|xero|_/i)])
      expect([code, said]).toEqual([code, expect.stringMatching(/^\S.{10,180}\.$/)])
    }
  })

  it('say who mends it, the one that the table names', () => {
    for (const code of codes) {
      const { whoCanFix, retry } = ruleOf(code)
      const fix = own[code]?.fix ?? ''
      expect([code, fix]).toEqual([code, expect.stringMatching(MENDERS[locale][whoCanFix])])
      expect([code, WAITING[locale].test(fix)]).toEqual([code, retry === 'later'])
    }
  })

  it('tell apart: no two codes say the same happened', () => {
    const sentences = codes.map((code) => own[code]?.sentence)
    expect(sentences.filter((each, at) => sentences.indexOf(each) !== at)).toEqual([])
  })
})

const MENDERS: Record<(typeof LOCALES)[number], Record<ErrorRule['whoCanFix'], RegExp>> = {
  en: { admin: /admin/i, bookkeeper: /bookkeeper/, operator: /Support|operator/, nobody: /^Nothing to do/ },
  fr: {
    admin: /administrateur/,
    bookkeeper: /comptable/,
    operator: /assistance|exploitant/,
    nobody: /^Rien à faire/,
  },
  de: {
    admin: /Administrator/,
    bookkeeper: /Buchhaltung/,
    operator: /Support|Betreiber/,
    nobody: /ichts zu tun/,
  },
  es: {
    admin: /administrador/,
    bookkeeper: /contable/,
    operator: /soporte|operador/,
    nobody: /^Nada que hacer/,
  },
}
const WAITING = { en: /^Nothing/, fr: /^Rien à faire/, de: /^(Nichts|Zunächst nichts) zu tun/, es: /^Nada/ }

describe('the rule of each error', () => {
  const rules = codes.map((code) => ({ code, ...ruleOf(code) }))
  const those = (holds: (rule: ErrorRule) => boolean) =>
    rules
      .filter(holds)
      .map(({ code }) => code)
      .toSorted()
  const same = (one: (rule: ErrorRule) => boolean, other: (rule: ErrorRule) => boolean) =>
    expect(those(one)).toEqual(those(other))

  it('asks to connect again for what waits until somebody did', () => {
    same(
      ({ retry }) => retry === 'after_reconnect',
      ({ action }) => action === 'reconnect',
    )
  })

  it('asks to open the period for what waits for that', () => {
    same(
      ({ retry }) => retry === 'after_period_opens',
      ({ action }) => action === 'open_period',
    )
  })

  it('lets go, once somebody mapped or linked, of all that asks for that (one fix releases everything)', () => {
    same(
      ({ retry }) => retry === 'after_mapping',
      ({ action }) => action === 'map' || action === 'link_customer',
    )
  })

  it('leaves to time what time mends, and nothing else: nobody is asked, and nobody is kept waiting', () => {
    same(
      ({ retry }) => retry === 'later',
      ({ action }) => action === 'wait',
    )
    same(
      ({ retry }) => retry === 'later',
      ({ whoCanFix }) => whoCanFix === 'nobody',
    )
  })

  it('sends to support only what the operator has to mend', () => {
    const supported = rules.filter(({ action }) => action === 'contact_support')
    expect(supported.filter(({ whoCanFix, retry }) => whoCanFix !== 'operator' || retry !== 'never')).toEqual(
      [],
    )
    const operated = those(
      ({ whoCanFix, action }) => whoCanFix === 'operator' && action !== 'contact_support',
    )
    expect(operated).toEqual(['app_not_authorized'])
  })

  it('burns an attempt for each refusal that nothing but a change of the document or the books lifts (L6)', () => {
    expect(those(({ retry, burnsAttempt }) => retry === 'never' && !burnsAttempt)).toEqual([])
  })

  it('burns none for lost authorization, closed periods, outages, throttling and what is not there yet (L6)', () => {
    const free = [
      ...those(({ retry }) => retry === 'after_reconnect' || retry === 'after_period_opens'),
      ...(['token_expired', 'company_locked', 'maintenance', 'wrong_cluster', 'throttled'] as const),
      ...(['service_unavailable', 'timeout', 'unreadable_answer', 'stale', 'unmapped'] as const),
    ]
    expect(those(({ burnsAttempt }) => !burnsAttempt)).toEqual(free.toSorted())
  })
})
