import type { Found, Session } from '../../adapter.ts'
import { adapterContract } from '../../testing/adapter-contract.ts'
import { createCsvAdapter } from './adapter.ts'
import { documentOf, FACTS, REFERENCES } from './testing/documents.ts'

adapterContract('A file', async () => {
  const ledger = new Map<string, Found>()
  const adapter = createCsvAdapter({
    facts: async () => FACTS,
    catalogue: async (_realm, kind) =>
      kind === 'item'
        ? [
            {
              id: '4000',
              name: 'Services',
              detail: null,
              email: null,
              currency: null,
              active: true,
              group: null,
            },
          ]
        : [],
    delivered: async (_realm, markers) => new Set(markers.filter((each) => ledger.has(each))),
  })
  const session: Session = {
    realm: 'office',
    environment: 'file',
    accessToken: async () => 'a file needs no token',
    signal: new AbortController().signal,
  }
  return {
    // What was answered is written down, as the engine does: the ledger is the memory of a file.
    adapter: {
      ...adapter,
      async deliver(to, frame) {
        const outcomes = await adapter.deliver(to, frame)
        for (const each of outcomes) {
          if (each.kind === 'written') ledger.set(each.object.externalId, each.object)
        }
        return outcomes
      },
    },
    session,
    references: REFERENCES,
    document: (id, kind) => documentOf({ id, kind, number: `N-${id}` }),
    count: () => ledger.size,
  }
})
