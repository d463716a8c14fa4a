import type { Clock } from '../ports.ts'

const SOON = 200

export interface Keeper {
  /** Something may have changed: it is saved shortly. */
  changed(): void
  /** Saves what is unsaved, now. */
  close(): void
}

export interface KeeperOptions {
  save(): void
  /** Hears that a save failed; the next change tries again. */
  report(error: unknown): void
  clock: Clock
}

/** Saves shortly after changes, and never so often that saving takes more than a tenth of the time. */
export function createKeeper({ save, report, clock }: KeeperOptions): Keeper {
  let timer: NodeJS.Timeout | undefined
  let lastTook = 0

  function saveNow(): void {
    timer = undefined
    const begun = clock.now()
    try {
      save()
    } catch (error) {
      report(error)
    }
    lastTook = clock.now() - begun
  }

  return {
    changed() {
      timer ??= setTimeout(saveNow, Math.max(SOON, 10 * lastTook))
    },
    close() {
      clearTimeout(timer)
      if (timer !== undefined) saveNow()
    },
  }
}
