import type { Permission } from '../contract/use-case.ts'

/** Who is asking. Every use case runs for one of these and the audit names it. */
export type Actor = UserActor | OperatorActor | SystemActor

export interface UserActor {
  kind: 'user'
  audience: 'msp' | 'portal'
  tenant: string
  userId: string
  displayName: string
  email: string
  locale: string
  roleIds: readonly string[]
  permissions: ReadonlySet<Permission>
  /** The client a portal user belongs to. */
  clientId: string | null
  sessionId: string
}

/** Above tenants: sees the fleet, belongs to no company. */
export interface OperatorActor {
  kind: 'operator'
  operatorId: string
  displayName: string
  email: string
  locale: string
  sessionId: string
}

/** The product itself at work for a tenant: a job, the seed, an import. `name` says which part. */
export interface SystemActor {
  kind: 'system'
  tenant: string
  name: string
}
