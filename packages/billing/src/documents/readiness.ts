import type { Transaction } from '@tieout/platform'

/** Something that stands against finalizing a document, or that one should know before. */
export interface ReadinessFinding {
  invoiceId: string
  lineId?: string
  /** Screens translate it; kebab-case, such as `no-lines`. */
  messageKey: string
  params: Record<string, string | number>
  blocking: boolean
}

/** Another module's word before a document is finalized. Asked once for all documents of a request. */
export interface ReadinessContributor {
  name: string
  check(trx: Transaction, tenant: string, invoiceIds: readonly string[]): Promise<readonly ReadinessFinding[]>
}

export interface Readiness {
  contribute(contributor: ReadinessContributor): void
  ask(trx: Transaction, tenant: string, invoiceIds: readonly string[]): Promise<ReadinessFinding[]>
}

export function createReadiness(): Readiness {
  const contributors: ReadinessContributor[] = []
  return {
    contribute(contributor) {
      contributors.push(contributor)
    },
    async ask(trx, tenant, invoiceIds) {
      const findings: ReadinessFinding[] = []
      if (invoiceIds.length === 0) return findings
      for (const each of contributors) findings.push(...(await each.check(trx, tenant, invoiceIds)))
      return findings
    },
  }
}
