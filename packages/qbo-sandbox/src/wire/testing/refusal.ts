import { Fault } from '../../fault.ts'

/** Code and detail of what a call is refused with. */
export function refusal(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${error.entries[0]?.detail}`
    throw error
  }
  return 'accepted'
}
