import type { Company } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import type { Sandbox } from '../../sandbox.ts'
import { Unusable } from './input.ts'

/** One request to the control API, taken apart. */
export interface Asked {
  sandbox: Sandbox
  /** What stands in the path in the place of `{…}`. */
  id: string
  query: URLSearchParams
  /** The object in the body; refused when there is none. */
  body(): JsonObject
  /** The body as it came. */
  text: string
}

/** Answers an object that becomes JSON, or text that is JSON already. */
export type Route = (asked: Asked) => object | string

/** The company a request names, or a refusal. */
export function companyAt({ sandbox }: Asked, realmId: unknown): Company {
  const found = sandbox.companies().find((each) => each.realmId === realmId)
  if (found === undefined) {
    throw new Unusable('realmId', `There is no company with the realmId ${String(realmId)}.`, 404)
  }
  return found
}
