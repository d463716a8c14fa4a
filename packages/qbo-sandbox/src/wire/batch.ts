import { KIND_NAMES } from '../company/state.ts'
import { Fault, faults } from '../fault.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import { faultMember } from './envelopes.ts'
import { isKnownElsewhere } from './perform.ts'

export const MOST_BATCH_ITEMS = 30
/** Of an item's id, when the batch has a request id. */
const LONGEST_ID = 10
/** Tasks that the schema of the service knows beside queries and objects. */
const TASKS_ELSEWHERE = new Set(['CDCQuery', 'ReportQuery'])
const NAMES: ReadonlySet<string> = new Set(KIND_NAMES)

export interface BatchDoors {
  /** The member that a query answers with. */
  query(statement: string): string
  write(kind: string, operation: string, include: ReadonlySet<string>, body: JsonObject): string
}

/** `"BatchItemResponse":[…]`: items stand alone; what fails in one says so in its place. */
export function batchMember(body: JsonObject, doors: BatchDoors, strictIds: boolean): string {
  const items = body['BatchItemRequest']
  if (!isList(items) || items.length === 0) throw faults.batchEmpty()
  if (items.length > MOST_BATCH_ITEMS) throw faults.batchTooBig(MOST_BATCH_ITEMS)
  const answers = items.map((each) => answerTo(isObject(each) ? each : {}, doors, strictIds))
  return `"BatchItemResponse":[${answers.join(',')}]`
}

function answerTo(item: JsonObject, doors: BatchDoors, strictIds: boolean): string {
  const id = item['bId']
  const mark = id === undefined ? '' : `,"bId":${JSON.stringify(id)}`
  try {
    if (strictIds && id !== undefined && String(id).length > LONGEST_ID) {
      throw faults.badRequestId(`A bId can have at most ${LONGEST_ID} characters when a requestid is given.`)
    }
    return `{${done(item, doors)}${mark}}`
  } catch (error) {
    if (error instanceof Fault) return `{${faultMember(error)}${mark}}`
    throw error
  }
}

const BESIDE_THE_TASK = new Set(['bId', 'operation', 'optionsData'])

/** Does what one item asks. It names one task: a query, or an object with what to do to it. */
function done(item: JsonObject, doors: BatchDoors): string {
  const [task, ...others] = Object.keys(item).filter((each) => !BESIDE_THE_TASK.has(each))
  if (task === undefined) throw faults.required('BatchItemRequest')
  if (others.length > 0)
    throw faults.unmodelled(`an item of a batch with more than one task (${shown(item)})`)
  const body = item[task]
  if (task === 'Query') {
    if (typeof body !== 'string') throw faults.required('Query')
    return doors.query(body)
  }
  mustBeEntity(task)
  if (!isObject(body)) throw faults.required(task)
  const { operation, optionsData } = item
  if (typeof operation !== 'string') throw faults.required('operation')
  const options = typeof optionsData === 'string' ? optionsData.split(',') : []
  return doors.write(task, operation, new Set(options.map((each) => each.trim())), body)
}

/** Unlike paths, a batch is JSON: its names are read as they are written. */
function mustBeEntity(task: string): void {
  if (NAMES.has(task)) return
  if (isKnownElsewhere(task) || TASKS_ELSEWHERE.has(task)) {
    throw faults.unmodelled(`${task.slice(0, 50)} in a batch`)
  }
  throw faults.unknownProperty(task.slice(0, 50), 'BatchItemRequest', [
    ...BESIDE_THE_TASK,
    'Query',
    ...TASKS_ELSEWHERE,
    ...NAMES,
  ])
}

const shown = (item: JsonObject) => Object.keys(item).join(', ').slice(0, 100)

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
