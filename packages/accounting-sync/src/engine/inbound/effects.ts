import type { Arrival } from '../../core/arrival.ts'
import type { CreditStep } from '../../core/reconcile-credits.ts'
import type { Step } from '../../core/reconcile-payments.ts'
import type { EntityRef } from '../../core/references.ts'
import type { TaskDraft } from '../../host.ts'
import type { ExternalRef, Link, LinkDraft } from '../../postgres/links.ts'
import type { ObservationDraft } from '../../postgres/observations.ts'

/** What a run brought in. */
export interface InboundCounts {
  recorded: number
  restated: number
  reversed: number
  verified: number
  drifted: number
  renamed: number
  /** Kept because it cannot be applied, or not all of it. */
  exceptions: number
  /** Seen, and nothing follows from it. */
  noted: number
}

export const noInboundCounts = (): InboundCounts => ({
  recorded: 0,
  restated: 0,
  reversed: 0,
  verified: 0,
  drifted: 0,
  renamed: 0,
  exceptions: 0,
  noted: 0,
})

/** Everything that follows from a chunk of changes, decided before any of it is written. */
export class Effects {
  readonly steps: Step[] = []
  /** Of the steps those that made a receipt, and which. */
  readonly recorded = new Map<Step, string>()
  /** The same of those that applied credit. */
  readonly credited = new Map<CreditStep, string>()
  readonly links: LinkDraft[] = []
  readonly keep: ObservationDraft[] = []
  readonly drop: ExternalRef[] = []
  readonly raise: TaskDraft[] = []
  readonly close: string[] = []
  /** Causes that operations wait for and that are none any more. */
  readonly release: string[] = []
  /** Documents that are cancelled here: void there by now, or free to be made so. */
  readonly voids: (EntityRef & { isVoid: boolean })[] = []
  /** Clients whose customer is in use again: what was refused because of that goes once more. */
  readonly usable: EntityRef[] = []
  readonly names: { externalId: string; name: string | null; active: boolean }[] = []
  /** What people are told of all this. */
  readonly arrivals: Arrival[] = []
  readonly counts = noInboundCounts()

  isEmpty(): boolean {
    const { steps, links, keep, drop, raise, close, release, voids, names, arrivals } = this
    const all = [steps, links, keep, drop, raise, close, release, voids, names, arrivals]
    return all.every((each) => each.length === 0)
  }
}

/** The same link with something of it changed. */
export const linkAgain = (link: Link, changes: Partial<LinkDraft>): LinkDraft => ({
  mappingId: link.mappingId,
  entityType: link.entityType,
  entityId: link.entityId,
  externalKind: link.externalKind,
  externalId: link.externalId,
  externalPart: link.externalPart,
  exclusive: true,
  name: link.name,
  number: link.number,
  version: link.version,
  status: link.status,
  snapshot: link.snapshot,
  differences: link.differences,
  generation: link.generation,
  verifiedAt: link.verifiedAt === null ? null : new Date(link.verifiedAt),
  ...changes,
})
