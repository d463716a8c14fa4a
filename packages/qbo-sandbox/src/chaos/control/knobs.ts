import type { Company } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import type { Sandbox } from '../../sandbox.ts'
import { settle } from '../others-hand.ts'
import { companyAt, type Asked, type Route } from './asked.ts'
import { checked, objectAt, onlyKnown, type Rule } from './input.ts'

const count: Rule = { least: 0, most: 1_000_000_000, whole: true }
const day: Rule = { least: -86_400_000, most: 86_400_000, whole: true }

/** A knob that can be taken away altogether, by null. */
interface Clearable {
  orNone: Rule
}

const KNOBS: Readonly<Record<string, Readonly<Record<string, Rule | Clearable>>>> = {
  changePolls: { cap: count, capCounts: { words: ['all', 'each'] }, days: count },
  replay: {
    mode: { words: ['replay', 'replayOnlySuccess', 'ignore'] },
    otherRequest: { words: ['replay', 'conflict'] },
    inFlightMilliseconds: count,
    forgetAfterRequests: { orNone: count },
    forgetAfterMilliseconds: { orNone: count },
  },
  clock: { skewMilliseconds: day },
  throttle: {
    on: 'yes or no',
    realmPerMinute: count,
    appPerSecond: count,
    appBatchesPerMinute: count,
    realmBatchesPerMinute: count,
    batchesCountPerSecond: 'yes or no',
  },
  oauth: { rotation: { words: ['daily', 'grace', 'at-once'] }, loseRefreshAnswers: count },
}

/** Knobs of one company, kept among its preferences under other names. */
const COMPANY_KNOBS: Readonly<Record<string, { name: string; rule: Rule; usual: string }>> = {
  overApplication: { name: 'Sandbox.OverApplication', rule: { words: ['cap', 'refuse'] }, usual: 'cap' },
  deleteLinked: { name: 'Sandbox.DeleteLinked', rule: { words: ['refuse', 'unlink'] }, usual: 'refuse' },
  warnDuplicateNumbers: { name: 'WarnDuplicateDocNumber', rule: 'yes or no', usual: 'false' },
  warnDuplicateJournalNumbers: { name: 'WarnDuplicateJournalNumber', rule: 'yes or no', usual: 'false' },
}

/** What is unknown of the real service, turned while it runs. */
export const knobRoutes: Readonly<Record<string, Route>> = {
  'GET knobs': ({ sandbox }) => allKnobs(sandbox),
  'PATCH knobs': (asked) => {
    const given = asked.body()
    onlyKnown(given, [...Object.keys(KNOBS), 'companies'])
    // All of it is read before any of it is turned.
    const turns = [
      ...Object.keys(KNOBS).flatMap((section) => turnsIn(asked.sandbox, section, objectAt(given, section))),
      ...companyTurns(asked, objectAt(given, 'companies')),
    ]
    for (const turn of turns) turn()
    return allKnobs(asked.sandbox)
  },
}

/** Where the knobs of a section are kept. */
function placesOf({ knobs, throttle, oauth }: Sandbox, section: string): object[] {
  const places: Record<string, object[]> = {
    changePolls: [knobs.changePolls],
    replay: [knobs.replay],
    clock: [knobs.clock],
    throttle: [throttle.limits, throttle],
    oauth: [oauth.state.knobs],
  }
  return places[section] ?? []
}

function turnsIn(sandbox: Sandbox, section: string, given: JsonObject): (() => void)[] {
  const rules = KNOBS[section] ?? {}
  onlyKnown(given, Object.keys(rules), `${section}.`)
  return Object.keys(given).map((name) => {
    const rule = rules[name] as Rule | Clearable
    const clearable = typeof rule === 'object' && 'orNone' in rule
    const clears = clearable && given[name] === null
    const value = clears
      ? undefined
      : checked(given[name], clearable ? rule.orNone : rule, `${section}.${name}`)
    return () => {
      const places = placesOf(sandbox, section)
      const place = places.find((each) => name in each) ?? places[0] ?? {}
      if (clears) Reflect.deleteProperty(place, name)
      else Reflect.set(place, name, value)
    }
  })
}

function companyTurns(asked: Asked, given: JsonObject): (() => void)[] {
  return Object.keys(given).map((realmId) => {
    const company = companyAt(asked, realmId)
    const own = objectAt(given, realmId)
    onlyKnown(own, Object.keys(COMPANY_KNOBS), `companies.${realmId}.`)
    const NameValue = Object.keys(own).map((knob) => {
      const { name, rule } = COMPANY_KNOBS[knob] as { name: string; rule: Rule }
      return { Name: name, Value: String(checked(own[knob], rule, `companies.${realmId}.${knob}`)) }
    })
    return () => settle({ company, now: asked.sandbox.clock.now() }, 'OtherPrefs', { NameValue })
  })
}

function allKnobs(sandbox: Sandbox): object {
  const { knobs, throttle, oauth } = sandbox
  return {
    ...knobs,
    throttle: { on: throttle.on, ...throttle.limits },
    oauth: oauth.state.knobs,
    companies: Object.fromEntries(
      sandbox.companies().map((company) => [company.realmId, companyKnobs(company)]),
    ),
  }
}

function companyKnobs(company: Company): object {
  const others = company.tables.Preferences.rows.get('1')?.['OtherPrefs'] as JsonObject | undefined
  const values = (others?.['NameValue'] ?? []) as readonly JsonObject[]
  return Object.fromEntries(
    Object.entries(COMPANY_KNOBS).map(([knob, { name, rule, usual }]) => {
      const value = String(values.find((each) => each['Name'] === name)?.['Value'] ?? usual)
      return [knob, rule === 'yes or no' ? value === 'true' : value]
    }),
  )
}
