import { expect, it } from 'vitest'
import type { AccountingAdapter, FrozenWrite, Outcome } from '../adapter.ts'
import type { CanonicalDocument } from '../core/document.ts'

interface Ready {
  adapter: AccountingAdapter
  write(id: string, kind: CanonicalDocument['kind']): FrozenWrite
  send(requestId: string, ...writes: FrozenWrite[]): Promise<Outcome[]>
}

/** Where a document can be made void at all; a file that left is not called back. */
export function voiding(ready: () => Promise<Ready>): void {
  it.each(['invoice', 'credit_memo'] as const)(
    'makes %s void, once or twice, or says that it makes nothing void',
    async (kind) => {
      const { adapter, write, send } = await ready()
      const made = write('d1', kind)
      const [outcome] = await send('r1', made)
      if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome))
      const { externalId, version } = outcome.object
      const isVoiding = adapter.voidDocument?.(kind, { externalId, version })
      const voids: FrozenWrite = {
        ...made,
        action: 'void',
        ...isVoiding,
        intent: { ...made.intent, totalMinor: 0, taxMinor: 0, lineNetsMinor: [] },
      }
      if (isVoiding === undefined) {
        expect(await send('r2', voids)).toMatchObject([{ kind: 'refused', code: 'unsupported_operation' }])
        return
      }
      for (const requestId of ['r2', 'r3']) {
        const [end] = await send(requestId, voids)
        expect(end).toMatchObject({ kind: 'written', object: { externalId, totalMinor: 0, voided: true } })
      }
    },
  )
}
