import { Fault } from '../fault.ts'

/** A refusal as the API would word it; undefined for what is no refusal but a mistake of ours. */
export function inWords(error: unknown): string | undefined {
  if (!(error instanceof Fault)) return undefined
  return error.entries
    .map(({ code, message, detail }) => `${ended(message)} ${ended(withoutEcho(detail, message))} (${code})`)
    .join(' ')
}

/** Many details begin by saying the message once more. */
function withoutEcho(detail: string, message: string): string {
  const echo = `${message} : `
  return detail.startsWith(echo) ? detail.slice(echo.length) : detail
}

const ended = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** What was done, told on the page that follows. The address carries only the word, never the sentence. */
const DONE: Readonly<Record<string, string>> = {
  created: 'Saved.',
  changed: 'The changes are saved.',
  voided: 'Voided: it stays on record at zero.',
  deleted: 'Deleted.',
  merged: 'The two customers are one now.',
  inactive: 'The customer is inactive now.',
  active: 'The customer is active again.',
  armed: 'The fault is armed.',
  disarmed: 'The fault is off.',
  cleared: 'The list is empty now.',
}

export const doneInWords = (word: string | null): string | undefined =>
  word !== null && Object.hasOwn(DONE, word) ? DONE[word] : undefined
