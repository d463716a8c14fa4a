import { GENESIS, runHash, sealHash, type SealableEvent } from './chain.ts'
import * as finding from './findings.ts'

/** A seal with its event beside it and, at the end of a batch, the run that closed it. */
export interface SealRow extends SealableEvent, RunColumns {
  seal_seq: number
  sealed_event_id: string
  previous_hash: string
  hash: string
  sealed_at: string
  event_gone: boolean
}

interface RunColumns {
  head_seq: number | null
  head_hash: string
  sealed_count: number
  through: string
  run_sealed_at: string
  previous_run_hash: string
  run_hash: string
}

export interface UnsealedRow {
  event_id: string
  recorded_at: string
  queued: boolean
}

/**
 * Walks a chain seal by seal, keeping only the last one in mind. After a broken link it goes on
 * from what it finds, so that one change is reported once and not for every row behind it.
 */
export class ChainReader {
  readonly notes: string[] = []
  readonly #report: (found: finding.Finding) => void
  readonly #expectHead: string | undefined
  #expectationMet = false
  #last = { seq: 0, hash: GENESIS, sealedAt: '', recordedAt: '', eventId: '' }
  #run = { seq: 0, hash: GENESIS }
  /** Everything recorded before this instant had been sealed by an earlier run. */
  #closedUntil = ''

  constructor(report: (found: finding.Finding) => void, expectHead?: string) {
    this.#report = report
    this.#expectHead = expectHead
  }

  /** In the order of their numbers. */
  read(row: SealRow): void {
    const at = { seq: row.seal_seq, eventId: row.sealed_event_id }
    if (at.seq !== this.#last.seq + 1) {
      this.#report(finding.sealsMissing(this.#last.seq + 1, at.seq - 1, at.eventId))
    } else if (row.previous_hash !== this.#last.hash) {
      this.#report(finding.linkBroken(at))
    }
    if (row.event_gone) {
      this.#report(finding.removed(at))
    } else {
      const seal = { seq: at.seq, previousHash: row.previous_hash, sealedAt: row.sealed_at }
      if (sealHash(seal, eventOf(row)) !== row.hash) this.#report(finding.edited(at))
      this.#judgePlace(row, at)
    }
    this.#goOnFrom(row)
    if (row.head_seq !== null) this.#readRun(row)
  }

  /** After the last seal; `lastRunSeq` is how far the runs say the chain must reach. */
  end(lastRunSeq: number): void {
    const { seq } = this.#last
    if (lastRunSeq > seq) this.#report(finding.cutOff(seq, lastRunSeq))
    if (seq > this.#run.seq && lastRunSeq <= seq) this.#report(finding.runMissing(this.#run.seq + 1, seq))
    if (this.#expectHead !== undefined && !this.#expectationMet) this.#report(finding.headUnknown())
  }

  /** After the end: an event that no seal names. */
  readUnsealed(row: UnsealedRow): void {
    if (!row.queued) {
      this.#report(finding.unsealed(row.event_id))
    } else if (row.recorded_at < this.#closedUntil) {
      const at = { seq: null, eventId: row.event_id }
      this.#report(finding.insertedLater(at, row.recorded_at, this.#closedUntil))
    }
  }

  /** Null before the first run. */
  headHash(): string | null {
    return this.#run.seq > 0 ? this.#run.hash : null
  }

  #judgePlace(row: SealRow, at: { seq: number; eventId: string }): void {
    const inRun = this.#last.seq > this.#run.seq
    if (inRun && isBefore(row, this.#last)) this.#report(finding.reordered(at))
    if (row.sealed_at < this.#last.sealedAt) {
      // Rows of a clock set back necessarily look late; calling them forged would be an alarm for ever.
      this.notes.push(
        `The clock stepped back before seal ${at.seq}; in its run a later insert cannot be told.`,
      )
      this.#closedUntil = ''
    }
    if (row.recorded_at < this.#closedUntil) {
      this.#report(finding.insertedLater(at, row.recorded_at, this.#closedUntil))
    }
  }

  #goOnFrom(row: SealRow): void {
    this.#last = {
      seq: row.seal_seq,
      hash: row.hash,
      sealedAt: row.sealed_at,
      recordedAt: row.event_gone ? '' : row.recorded_at,
      eventId: row.sealed_event_id,
    }
    this.#expectationMet ||= row.hash === this.#expectHead
  }

  #readRun(row: SealRow): void {
    const run = {
      tenant: row.tenant,
      headSeq: row.seal_seq,
      headHash: row.head_hash,
      sealedCount: row.sealed_count,
      through: row.through,
      sealedAt: row.run_sealed_at,
      previousRunHash: row.previous_run_hash,
    }
    const holds =
      run.headHash === row.hash &&
      run.sealedCount === row.seal_seq - this.#run.seq &&
      run.previousRunHash === this.#run.hash &&
      runHash(run) === row.run_hash
    if (!holds) this.#report(finding.runBroken(row.seal_seq))
    this.#run = { seq: row.seal_seq, hash: row.run_hash }
    if (run.through > this.#closedUntil) this.#closedUntil = run.through
    this.#expectationMet ||= row.run_hash === this.#expectHead
  }
}

const isBefore = (row: SealRow, last: { recordedAt: string; eventId: string }) =>
  row.recorded_at < last.recordedAt || (row.recorded_at === last.recordedAt && row.event_id < last.eventId)

/** Exactly the columns that the sealer hashed. */
function eventOf(row: SealRow): SealableEvent {
  return {
    tenant: row.tenant,
    event_id: row.event_id,
    recorded_at: row.recorded_at,
    actor_kind: row.actor_kind,
    actor_id: row.actor_id,
    actor_name: row.actor_name,
    action: row.action,
    entity_type: row.entity_type,
    entity_id: row.entity_id,
    before: row.before,
    after: row.after,
    reason: row.reason,
    request_id: row.request_id,
  }
}
