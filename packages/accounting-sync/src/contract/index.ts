import * as batches from './batches.ts'
import * as connection from './connection.ts'
import * as documents from './documents.ts'
import * as health from './health.ts'
import * as mapping from './mapping.ts'
import * as observations from './observations.ts'
import type { Route } from './route.ts'
import * as transactions from './transactions.ts'
import * as voids from './voids.ts'

export * from './badge.ts'
export * from './batches.ts'
export * from './connection.ts'
export * from './documents.ts'
export * from './health.ts'
export * from './mapping.ts'
export * from './observations.ts'
export * from './route.ts'
export * from './transactions.ts'
export * from './voids.ts'
export { money, type Money } from './shapes.ts'
export { ERRORS, ruleOf, type ErrorCode, type ErrorRule } from '../core/errors.ts'

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'http' in value && 'needs' in value

/** Every route there is, for hosts that mount them all. */
export const ROUTES: readonly Route[] = [
  connection,
  health,
  mapping,
  documents,
  transactions,
  observations,
  batches,
  voids,
].flatMap((each) => Object.values(each).filter(isRoute))
