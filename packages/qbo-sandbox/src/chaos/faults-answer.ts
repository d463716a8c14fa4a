import { keyOf, type Company, type KindName } from '../company/state.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject, toJson } from '../json.ts'
import { stampMilliseconds } from '../time.ts'
import type { Fate, WireResponse } from '../wire/messages.ts'
import { between, oneOf, shuffled } from './dice.ts'
import { isApi, isBatch, isPoll, isToken, numberOf, type FaultKind } from './fault-kind.ts'
import { BREAKDOWN_PARAMS, breakdown, page } from './faults-instead.ts'
import type { Interference } from './interference.ts'

const TEN_MINUTES = 600_000
const HANG = 120_000

/** Done to what the service really answered: the work stands. */
export const answerFaults = {
  'changes-withheld': {
    model: 'F11',
    says: 'some changed objects are missing from this poll and come within ten minutes of their change',
    can: isPoll,
    strike({ company, random, now }) {
      if (company === undefined) return undefined
      return reshaped((group) =>
        group.rows.filter((row) => {
          const longest = changedAt(row) + TEN_MINUTES - now
          if (random.next() < 0.5 || longest <= 0) return true
          hide(company, group.kind, row, now + between(random, 1, longest))
          return false
        }),
      )
    },
  },
  'changes-duplicated': {
    model: 'F11',
    says: 'some changed objects stand in the answer twice',
    can: isPoll,
    strike: ({ random }) =>
      reshaped(({ rows }) => [...rows, ...rows.filter((_, at) => at === 0 || random.next() < 0.3)]),
  },
  'changes-reordered': {
    model: 'F11',
    says: 'changed objects come in any order',
    can: isPoll,
    strike: ({ random }) =>
      reshaped(({ rows }) => (rows.length === 2 ? rows.toReversed() : shuffled(random, rows))),
  },
  'changes-truncated': {
    model: 'F12',
    says: 'a change poll ends after so many objects, as it does after 1,000',
    params: { cap: { least: 0, most: 1000 } },
    usual: { cap: 10 },
    can: isPoll,
    strike(strike) {
      let room = numberOf(strike, 'cap', () => between(strike.random, 1, 20))
      return reshaped(({ rows }) => {
        const kept = rows.slice(0, room)
        room -= kept.length
        return kept
      })
    },
  },
  'batch-reordered': {
    model: 'F7',
    says: 'the answers of a batch come in another order',
    can: isBatch,
    strike: ({ random }) =>
      onBatch((items) => (items.length === 2 ? items.toReversed() : shuffled(random, items))),
  },
  'batch-missing': {
    model: 'F7',
    says: 'the answer to one item of a batch is missing; the item was done',
    can: isBatch,
    strike: ({ random }) =>
      onBatch((items) => items.toSpliced(between(random, 0, Math.max(items.length - 1, 0)), 1)),
  },
  'clock-skew': {
    model: 'F14',
    says: 'the time of the answer is that of a clock that goes wrong, by ten minutes at most if nothing is said',
    params: { milliseconds: { least: -86_400_000, most: 86_400_000 } },
    usual: { milliseconds: TEN_MINUTES },
    can: isApi,
    strike(strike) {
      const skew = numberOf(strike, 'milliseconds', () => between(strike.random, -TEN_MINUTES, TEN_MINUTES))
      const time = stampMilliseconds(strike.now + skew)
      return onAnswer((answer) => ({
        ...answer,
        body: answer.body.replace(/"time":"[^"]*"\}$/, `"time":"${time}"}`),
      }))
    },
  },
  'broken-after': {
    model: 'F5',
    says: 'the work is done, and then 5xx in HTML or JSON',
    params: BREAKDOWN_PARAMS,
    usual: { status: 502, body: 'html' },
    can: isApi,
    strike(strike) {
      const answer = breakdown(strike)
      return onAnswer(() => answer)
    },
  },
  html: {
    model: 'F7',
    says: 'the work is done, and the answer is a web page under status 200',
    can: () => true,
    strike: () => onAnswer(() => page(200, 'Sign in')),
  },
  truncated: {
    model: 'F7',
    says: 'the work is done, and the connection ends within the answer',
    params: { length: { least: 0, most: 10_000_000 } },
    can: () => true,
    strike(strike) {
      const part = strike.random.next()
      return onAnswer((answer) => {
        const length = numberOf(strike, 'length', () => Math.floor(part * answer.body.length))
        return fated(answer, { kind: 'truncated', length })
      })
    },
  },
  late: {
    model: 'F3, F6',
    says: 'the work is done, and the answer takes two minutes, or as long as is said',
    params: { milliseconds: { least: 0, most: 86_400_000 } },
    usual: { milliseconds: HANG },
    can: () => true,
    strike(strike) {
      const milliseconds = numberOf(strike, 'milliseconds', () => oneOf(strike.random, [2_000, 30_000, HANG]))
      return onAnswer((answer) => fated(answer, { kind: 'late', milliseconds }))
    },
  },
  'lost-after': {
    model: 'F2',
    says: 'the work is done, and the answer never arrives',
    can: isApi,
    strike: () => onAnswer((answer) => fated(answer, { kind: 'lost' })),
  },
  'refresh-lost': {
    model: 'F15',
    says: 'tokens are exchanged, and the answer never arrives',
    can: isToken,
    strike: () => onAnswer((answer) => fated(answer, { kind: 'lost' })),
  },
} satisfies Record<string, FaultKind>

const onAnswer = (afterwards: (answer: WireResponse) => WireResponse): Interference => ({ afterwards })

/** An answer has one fate; the first one stays. */
const fated = (answer: WireResponse, fate: Fate): WireResponse =>
  answer.fate === undefined ? { ...answer, fate } : answer

interface Group {
  kind: KindName
  rows: readonly JsonObject[]
}

/** The same change poll with other rows in its groups. What is no change poll stays as it is. */
function reshaped(rowsOf: (group: Group) => readonly JsonObject[]): Interference {
  return onAnswer((answer) =>
    rewritten(answer, (body) => {
      const responses = body['CDCResponse']
      if (!Array.isArray(responses)) return undefined
      const [response] = responses as readonly JsonObject[]
      const groups = ((response?.['QueryResponse'] ?? []) as readonly JsonObject[]).map((group) => {
        const kind = Object.keys(group).find((each) => Array.isArray(group[each])) as KindName | undefined
        if (kind === undefined) return group
        const rows = rowsOf({ kind, rows: group[kind] as readonly JsonObject[] })
        if (rows.length === 0) return {}
        return { ...group, [kind]: rows, maxResults: rows.length }
      })
      const all = groups.every((each) => Object.keys(each).length === 0) ? [{}] : groups
      return { ...body, CDCResponse: [{ QueryResponse: all }] }
    }),
  )
}

function onBatch(change: (items: readonly Json[]) => readonly Json[]): Interference {
  return onAnswer((answer) =>
    rewritten(answer, (body) => {
      const items = body['BatchItemResponse']
      return Array.isArray(items)
        ? { ...body, BatchItemResponse: change(items as readonly Json[]) }
        : undefined
    }),
  )
}

/** Numbers are written again just as they were, since one hand writes all answers. */
function rewritten(answer: WireResponse, change: (body: JsonObject) => JsonObject | undefined): WireResponse {
  let body: Json
  try {
    body = JSON.parse(answer.body) as Json
  } catch {
    return answer
  }
  const changed = isObject(body) ? change(body) : undefined
  return changed === undefined ? answer : { ...answer, body: toJson(changed) }
}

/** However often it is held back, it is told ten minutes after it came about. */
function changedAt(row: JsonObject): number {
  const { MetaData: stamps } = row
  return isObject(stamps) ? Date.parse(String(stamps['LastUpdatedTime'])) : Number.NaN
}

function hide(company: Company, kind: KindName, row: JsonObject, until: number): void {
  company.lateUntil.set(keyOf(kind, String(row['Id'])), until)
}
