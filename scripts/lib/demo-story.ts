/** Tells what is done, step by step, and stops at the first thing that is not true. */
export interface Story {
  /** One line, once the work is done and everything that it ensured held. */
  step<T>(work: () => Promise<T>, say: (result: T) => string): Promise<T>
  /** The number of statements that were found to be true so far. */
  ensured(): number
  ensure(isTrue: boolean, sentence: string): void
  ensureEqual(found: unknown, meant: unknown, what: string): void
  /** Looks again and again until there is an answer; `what` says what it waited for, and may say what it saw. */
  until<T>(
    what: string | (() => string),
    look: () => Promise<T | null | undefined | false>,
    seconds?: number,
  ): Promise<T>
}

/** Something that should be true is not; the message is a whole sentence. */
export class NotTrue extends Error {}

const LOOK_AGAIN = 50

export function createStory(say: (line: string) => void = console.log): Story {
  let ensured = 0
  const ensure = (isTrue: boolean, sentence: string) => {
    if (!isTrue) throw new NotTrue(sentence)
    ensured += 1
  }
  return {
    ensured: () => ensured,
    ensure,
    ensureEqual(found, meant, what) {
      const [is, was] = [JSON.stringify(found), JSON.stringify(meant)]
      ensure(is === was, `${what} should be ${was} and is ${is}.`)
    },
    async step(work, told) {
      const began = performance.now()
      const result = await work()
      say(`  ✓ ${told(result)} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
      return result
    },
    async until(what, look, seconds = 20) {
      const deadline = performance.now() + seconds * 1000
      for (;;) {
        const found = await look()
        if (found !== null && found !== undefined && found !== false) return found
        if (performance.now() > deadline)
          throw new NotTrue(`It did not come within ${seconds} s: ${textOf(what)}.`)
        await new Promise((again) => setTimeout(again, LOOK_AGAIN))
      }
    },
  }
}

const textOf = (what: string | (() => string)) => (typeof what === 'string' ? what : what())
