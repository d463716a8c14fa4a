import type { Knex } from 'knex'
import type { HostLog, HostNotifications, HostPeople, SyncHost } from '../host.ts'
import { plainBooks, type PlainBooks } from './books.ts'
import { walledTransactions } from './database.ts'
import { noticeTable, taskTable } from './inbox.ts'
import { jobTable } from './jobs.ts'
import { realPorts, type Ports } from './ports.ts'
import { sealedSecrets } from './secrets.ts'

export interface PlainParts {
  /** From `connect`. */
  db: Knex
  books: PlainBooks
  /** Seal the tokens: 32 bytes in base64 each, the current one first. */
  keys: readonly string[]
  /** What people are called, by id; left out: nobody is named. */
  people?: HostPeople
  /** Rings, once for each notice; left out: notices are kept and nothing rings. */
  tell?: HostNotifications['tellAdmins']
  /** Left out: what goes wrong is written to stderr, a line of JSON each. */
  log?: HostLog
  fetch?: typeof fetch
  ports?: Ports
}

/** All that the module asks of a host. What you have of your own replaces a part: `{ ...plainHost(parts), inbox }`. */
export function plainHost({ db, books, keys, people, tell, log, fetch, ports }: PlainParts): SyncHost {
  const { clock, ids, random, bytes } = ports ?? realPorts
  return {
    transactions: walledTransactions(db),
    books: plainBooks(books, { clock, ids }),
    jobs: jobTable(db, { clock, ids }),
    inbox: taskTable({ clock, ids }),
    notifications: noticeTable({ clock }, tell),
    people: people ?? { names: async () => new Map() },
    secrets: sealedSecrets(keys, { bytes }),
    clock,
    ids,
    random,
    log: log ?? { info: () => {}, warn: toStderr, error: toStderr },
    fetch: fetch ?? globalThis.fetch,
  }
}

const toStderr = (fields: Record<string, unknown>, message: string) =>
  void process.stderr.write(`${JSON.stringify({ message, ...fields })}\n`)
