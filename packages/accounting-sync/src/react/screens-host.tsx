'use client'

import { createContext, useContext } from 'react'
import type { InputOf, Need, ResultOf, Route } from '../contract/index.ts'

/** What a host gives the screens. They know no router, no session and no way to its API but this. */
export interface ScreensHost {
  /** Asks one of our routes; a command that is done once comes with a key of its sending. */
  ask<R extends Route>(
    route: R,
    input: InputOf<R>,
    sending?: { idempotencyKey?: string },
  ): Promise<ResultOf<R>>
  /** Hiding and disabling is for comfort; the host refuses regardless. */
  may(need: Need): boolean
  /** A failure of `ask` in the reader's language. */
  explain(error: unknown): { message: string; requestId?: string }
  /** Where the host shows what the screens link to. */
  href: {
    document(documentId: string): string
    client(clientId: string): string
    /** A payment that is recorded here. */
    receipt(receiptId: string): string
    task(taskId: string): string
    /** The inbox, narrowed to what the sync asks. */
    inbox(): string
    settings(): string
    mapping(kind: 'client' | 'service' | 'tax' | 'terms' | 'kept-out', search?: string): string
    transactions(filter?: Record<string, string>): string
    batches(): string
    newBatch(): string
    batch(batchId: string): string
    /** Where a list is to be had as a file, with the same filters. */
    file<R extends Route>(list: R, filters: Omit<InputOf<R>, 'cursor' | 'limit'>): string
  }
  /** The host's clients, for whoever narrows a list to some of them. */
  clients: {
    find(search: string): Promise<readonly { id: string; name: string }[]>
    /** Null: there is none, or it is not for this person. */
    named(clientId: string): Promise<string | null>
  }
  go(href: string): void
  /** The address of what is shown now, as a path: where somebody comes back to. */
  here(): string
  /** What is shown stands in the address: back works, and a link can be sent. */
  address: { query: URLSearchParams; set(query: string, how: 'push' | 'replace'): void }
  /** Leaves for another site, such as the consent page. */
  leave(url: string): void
  /** The tasks, bells and documents of the host may be out of date. */
  changed(): void
}

const Context = createContext<ScreensHost | null>(null)

export const ScreensHostProvider = Context.Provider

export function useScreensHost(): ScreensHost {
  const host = useContext(Context)
  if (host === null) throw new Error('the screens of the sync need their host around them')
  return host
}
