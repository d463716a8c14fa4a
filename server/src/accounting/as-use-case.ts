import type { Need, Route } from '@tieout/accounting-sync/contract'
import { mspWith, type Permission, type UseCase } from '@tieout/platform/contract'

/** Whom this host lets ask what the module offers. */
export const PERMISSION_FOR: Record<Need, Permission> = {
  documents: 'invoice:read',
  watch: 'billing_settings:read',
  manage: 'billing_settings:update',
}

/** A route of the module as this host declares its own: for the API, the OpenAPI document and the typed client. */
export const asUseCase = <R extends Route>({
  name,
  summary,
  kind,
  needs,
  input,
  output,
  once,
  http,
}: R): UseCase<R['input'], R['output']> => ({
  name,
  summary,
  kind,
  access: mspWith(PERMISSION_FOR[needs]),
  input,
  output,
  ...(once === true ? { once } : {}),
  http,
})
