import { newFormKey } from './form-key.ts'

/**
 * What a form remembers of its own sending. A second Enter comes before the button has learnt that it
 * is busy, and an answer may get lost on its way: so what is on its way or has arrived is not sent
 * again, and what was refused, or never answered, goes again with the same key.
 */
export interface SentOnce {
  /** True for whoever may send now; from then on nobody else may. */
  begin(): boolean
  /** Sends with the key of this form. */
  send<T>(work: (key: string) => Promise<T>): Promise<T>
  /** A form that has arrived may be filled in and sent anew. */
  reopen(): void
}

export function createSentOnce(): SentOnce {
  let key: string | undefined
  let state: 'open' | 'on its way' | 'arrived' = 'open'
  return {
    begin() {
      if (state !== 'open') return false
      state = 'on its way'
      return true
    },
    async send(work) {
      key ??= newFormKey()
      try {
        const answer = await work(key)
        state = 'arrived'
        return answer
      } catch (error) {
        state = 'open'
        throw error
      }
    },
    reopen() {
      if (state !== 'arrived') return
      state = 'open'
      key = undefined
    },
  }
}
