import { createSandbox, type Sandbox } from '../../src/index.ts'
import { KIND_NAMES, type Change, type KindName } from '../../src/company/state.ts'
import type { CompanySnapshot } from '../../src/company/snapshot.ts'
import type { Entity } from '../../src/company/state.ts'
import { isObject, type Json, type JsonObject } from '../../src/json.ts'
import { instantOf } from '../../src/time.ts'
import { cassette, REALM, type Recorded } from './cassette.ts'

/** What a recording takes for granted and does not show itself. */
interface Beforehand {
  /** Recordings whose answers show objects that are there already. */
  shownIn?: readonly string[]
  objects?: readonly (readonly [KindName, JsonObject])[]
  /** The id that the next person, transaction or address gets. */
  counters?: Readonly<Record<string, number>>
}

const BEFOREHAND: Readonly<Record<string, Beforehand>> = {
  'batch/basic': { counters: { names: 71 } },
  'create/customer': { counters: { names: 70 } },
  'create/invoice': {
    shownIn: ['get/display_name'],
    objects: [['Invoice', { DocNumber: '1042', CustomerRef: { value: '1' } }]],
    counters: { transactions: 266 },
  },
  'error/validation': { objects: [['Customer', { DisplayName: 'Weiskopf Consulting', Active: true }]] },
  'void/invoice': { shownIn: ['get/display_name'] },
}

/** The service with the company as it was when the recording began, and a clock to set. */
export function recordedCompany(name: string): { sandbox: Sandbox; time: { now: number } } {
  const tape = cassette(name)
  const { shownIn = [], objects = [], counters = {} } = BEFOREHAND[name] ?? {}
  const time = { now: Date.parse('2010-01-01T12:00:00Z') }
  const sandbox = createSandbox({
    clock: { now: () => time.now },
    companies: [{ realmId: REALM, name: 'Recorded Company', user: 'Christian Pelczarski' }],
  })
  const saved = JSON.parse(sandbox.snapshot()) as { companies: [CompanySnapshot] }
  const [company] = saved.companies
  const shown = new Map<string, readonly [KindName, JsonObject]>()
  for (const [at, [kind, object]] of objects.entries()) {
    shown.set(`${kind}:given ${at}`, [kind, { ...OLD, ...object, Id: `${200 + at}` }])
  }
  for (const each of [...shownIn.flatMap(cassette), ...tape]) {
    for (const [kind, object] of objectsIn(each)) {
      const key = `${kind}:${String(object['Id'])}`
      if (!shown.has(key)) shown.set(key, [kind, object])
    }
  }
  settle(company)
  replace(company, [...shown.values()])
  Object.assign(company.counters, counters)
  sandbox.restore(JSON.stringify(saved))
  // In 2020 a poll could still look back for years.
  sandbox.knobs.changePolls.days = 5000
  return { sandbox, time }
}

const OLD: JsonObject = {
  SyncToken: '0',
  MetaData: { CreateTime: '2015-10-01T00:00:00-07:00', LastUpdatedTime: '2015-10-01T00:00:00-07:00' },
}

/** Objects in an answer that were there before it was asked for: whatever was read, nothing that was written. */
function objectsIn({ method, target, body }: Recorded): [KindName, JsonObject][] {
  const answer = JSON.parse(body) as JsonObject
  if (method === 'GET') return objectsUnder(answer)
  if (!target.includes('/batch')) return []
  const items = answer['BatchItemResponse'] as readonly JsonObject[]
  return items.filter((each) => each['QueryResponse'] !== undefined).flatMap(objectsUnder)
}

function objectsUnder(value: Json | undefined): [KindName, JsonObject][] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(objectsUnder)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, each]): [KindName, JsonObject][] => {
    const kind = KIND_NAMES.find((known) => known === name)
    if (kind === undefined) return objectsUnder(each)
    return (Array.isArray(each) ? (each as readonly JsonObject[]) : [each as JsonObject]).map((one) => [
      kind,
      one,
    ])
  })
}

/** The choices that its owner had made: a field of their own on sales papers, no usual terms. */
function settle(company: CompanySnapshot): void {
  const preferences = company.tables['Preferences']?.rows[0] as { SalesFormsPrefs: JsonObject } | undefined
  if (preferences === undefined) throw new Error('a company without preferences')
  const { DefaultTerms: _, ...forms } = preferences.SalesFormsPrefs
  const custom = [
    { Name: 'SalesFormsPrefs.UseSalesCustom1', Type: 'BooleanType', BooleanValue: true },
    { Name: 'SalesFormsPrefs.SalesCustomName1', Type: 'StringType', StringValue: 'Crew #' },
  ]
  preferences.SalesFormsPrefs = { ...forms, CustomField: [{ CustomField: custom }] }
}

/** Puts the recorded objects in the place of the invented ones. */
function replace(company: CompanySnapshot, objects: readonly (readonly [KindName, JsonObject])[]): void {
  for (const kind of ['Customer', 'Vendor'] as const) delete company.tables[kind]
  for (const [kind, object] of objects) {
    const table = (company.tables[kind] ??= { rows: [], removed: [], changes: [] })
    table.rows.push(object as Entity)
    table.changes.push({ at: lastUpdated(object), sequence: 0, id: String(object['Id']) })
  }
  const all = Object.values(company.tables).flatMap(({ changes }) => changes)
  for (const [at, change] of all.toSorted((a: Change, b: Change) => a.at - b.at).entries()) {
    change.sequence = at + 1
  }
  company.sequence = all.length
  for (const table of Object.values(company.tables)) table.changes.sort((a, b) => a.at - b.at)
}

function lastUpdated({ MetaData }: JsonObject): number {
  return instantOf(String((MetaData as JsonObject)['LastUpdatedTime'])) ?? 0
}
