import type { Company, KindName } from '../company/state.ts'
import type { WriteOptions } from '../company/kind.ts'
import type { JsonObject } from '../json.ts'
import type { Sandbox } from '../sandbox.ts'
import type { WireResponse } from '../wire/messages.ts'
import type { Html } from './html.ts'
import { inWords } from './words.ts'

/** One request to the desk of one company, taken apart. */
export interface Visit {
  sandbox: Sandbox
  company: Company
  /** What follows the company in the path: `['invoices', '145', 'void']`. */
  path: readonly string[]
  query: URLSearchParams
  /** What the form sent; absent when a page was only asked for. */
  form: URLSearchParams | undefined
  now: number
}

/** A page for a person; the frame around it is put on by the desk. */
export interface Page {
  title: string
  body: Html
  /** Which entry of the menu it belongs to. */
  menu: string
  status?: number
}

/** What a visit comes to: a page, another address to go to, or something of its own. */
export type Outcome = Page | { goTo: string } | { response: WireResponse } | undefined

/** An address within the desk of the company. */
export const at = ({ company }: Pick<Visit, 'company'>, ...parts: readonly string[]): string =>
  ['/desk', company.realmId, ...parts]
    .map((each, index) => (index === 0 ? each : encodeURIComponent(each)))
    .join('/')

/** What the operations of the API are called with: the desk goes past none of their rules. */
export function call({ company, now }: Visit, kind: KindName, body: JsonObject) {
  const options: WriteOptions = { include: new Set() }
  return { company, now, kind, body, options }
}

/** Does it and goes on, or says in the words of the fault why it was refused. */
export function attempt(act: () => string, refused: (why: string) => Outcome): Outcome {
  try {
    return { goTo: act() }
  } catch (error) {
    const why = inWords(error)
    if (why === undefined) throw error
    return refused(why)
  }
}
