import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../fault.ts'
import type { WireResponse } from './messages.ts'
import {
  emptyMemory,
  lookUp,
  remember,
  replayKnobs,
  requestIdOf,
  type ReplayKnobs,
  type ReplayMemory,
} from './replay.ts'

const response = (body: string, status = 200): WireResponse => ({ status, headers: {}, body })

const idOf = (search: string, batch = false) => requestIdOf(new URLSearchParams(search), batch)

/** One company's service: does what is asked, and says which answer came back. */
function service(knobs: Partial<ReplayKnobs> = {}, memory = emptyMemory()) {
  const all: ReplayKnobs = { ...replayKnobs, ...knobs }
  let done = 0
  return {
    memory,
    knobs: all,
    ask(id: string, request = 'create', now = 0, status = 200): string {
      try {
        const known = lookUp(memory, id, request, now, all)
        if (known !== undefined) return known.body
      } catch (error) {
        if (error instanceof Fault) return error.code
        throw error
      }
      done += 1
      remember(memory, id, request, response(`answer ${done}`, status), now, all)
      return `answer ${done}`
    },
  }
}

describe('a request id', () => {
  it('may be missing or empty, which is the same', () => {
    expect(idOf('')).toBeUndefined()
    expect(idOf('requestid=')).toBeUndefined()
    expect(idOf('minorversion=75&requestid=abc')).toBe('abc')
  })

  it('has at most fifty characters, 36 in a batch', () => {
    expect(idOf(`requestid=${'x'.repeat(50)}`)).toHaveLength(50)
    expect(() => idOf(`requestid=${'x'.repeat(51)}`)).toThrow('2130')
    expect(idOf(`requestid=${'x'.repeat(36)}`, true)).toHaveLength(36)
    expect(() => idOf(`requestid=${'x'.repeat(37)}`, true)).toThrow('at most 36 characters in a batch')
  })
})

describe('the same id again', () => {
  it('gets the first answer again, and nothing is done', () => {
    const { ask } = service()
    expect(ask('a')).toBe('answer 1')
    expect(ask('b')).toBe('answer 2')
    expect(ask('a', 'create', 999_999)).toBe('answer 1')
    expect(ask('b')).toBe('answer 2')
    expect(ask('c')).toBe('answer 3')
  })

  it('gets a refusal again too', () => {
    const { ask } = service()
    expect(ask('a', 'create', 0, 400)).toBe('answer 1')
    expect(ask('a')).toBe('answer 1')
  })

  it('is tried again after a refusal when only successes are replayed', () => {
    const { ask } = service({ mode: 'replayOnlySuccess' })
    expect(ask('a', 'create', 0, 400)).toBe('answer 1')
    expect(ask('a')).toBe('answer 2')
    expect(ask('a')).toBe('answer 2')
  })

  it('is carried out anew when ids are ignored, and nothing is remembered', () => {
    const { ask, knobs, memory } = service({ mode: 'ignore' })
    expect(ask('a')).toBe('answer 1')
    expect(ask('a')).toBe('answer 2')
    expect(memory).toEqual(emptyMemory())
    knobs.mode = 'replay'
    expect(ask('a')).toBe('answer 3')
    knobs.mode = 'ignore'
    expect(ask('a')).toBe('answer 4')
    knobs.mode = 'replay'
    expect(ask('a')).toBe('answer 3')
  })

  it('gets the first answer with another request too, or 600 when that is a conflict', () => {
    const kind = service()
    kind.ask('a', 'create')
    expect(kind.ask('a', 'create other')).toBe('answer 1')
    const strict = service({ otherRequest: 'conflict' })
    strict.ask('a', 'create')
    expect(strict.ask('a', 'create other')).toBe('600')
    expect(strict.ask('a', 'create')).toBe('answer 1')
  })

  it('gets 600 while the first may still be worked on', () => {
    const { ask } = service({ inFlightMilliseconds: 5000 })
    expect(ask('a', 'create', 1000)).toBe('answer 1')
    expect(ask('a', 'create', 1000)).toBe('600')
    expect(ask('a', 'create', 5999)).toBe('600')
    expect(ask('a', 'create', 6000)).toBe('answer 1')
    expect(ask('b', 'create', 6000)).toBe('answer 2')
  })

  it('is no conflict when the clock was set back and nothing can be in flight', () => {
    const { ask } = service()
    expect(ask('a', 'create', 3_600_000)).toBe('answer 1')
    expect(ask('a', 'create', 0)).toBe('answer 1')
  })

  it('is new after so long', () => {
    const { ask } = service({ forgetAfterMilliseconds: 60_000 })
    expect(ask('a', 'create', 0)).toBe('answer 1')
    expect(ask('a', 'create', 59_999)).toBe('answer 1')
    expect(ask('a', 'create', 60_000)).toBe('answer 2')
    expect(ask('a', 'create', 119_999)).toBe('answer 2')
  })

  it('is new after so many others', () => {
    const { ask } = service({ forgetAfterRequests: 2 })
    expect(ask('a')).toBe('answer 1')
    expect(ask('b')).toBe('answer 2')
    expect(ask('a')).toBe('answer 1')
    expect(ask('c')).toBe('answer 3')
    expect(ask('a')).toBe('answer 4')
  })

  it('keeps its first answer when a fault made the service overlook the id', () => {
    const { ask, memory, knobs } = service()
    ask('a')
    remember(memory, 'a', 'create', response('done twice'), 0, knobs)
    expect(ask('a')).toBe('answer 1')
  })

  it('may be a name that objects have by themselves', () => {
    const { ask } = service()
    for (const [index, id] of [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '7',
      '-',
    ].entries()) {
      expect(ask(id)).toBe(`answer ${index + 1}`)
      expect(ask(id)).toBe(`answer ${index + 1}`)
    }
  })
})

describe('the memory', () => {
  it('does not grow beyond what counts', () => {
    const { ask, memory } = service({ forgetAfterRequests: 10 })
    for (let number = 0; number < 1000; number += 1) ask(`id ${number}`)
    expect(Object.keys(memory.answers)).toHaveLength(10)
    expect(memory.line.length).toBeLessThanOrEqual(20)
  })

  it('is bounded unless told otherwise', () => {
    expect(replayKnobs.forgetAfterRequests).toBe(20_000)
  })

  it('goes on after a snapshot as if there had been none', () => {
    const before = service({ forgetAfterRequests: 3 })
    for (const id of ['a', 'b', '__proto__']) before.ask(id)
    const memory = JSON.parse(JSON.stringify(before.memory)) as ReplayMemory
    expect(memory).toEqual(before.memory)
    const after = service({ forgetAfterRequests: 3 }, memory)
    expect(after.ask('__proto__')).toBe('answer 3')
    expect(after.ask('d')).toBe('answer 1')
    expect(after.ask('b')).toBe('answer 2')
    expect(after.ask('a')).toBe('answer 2')
  })

  it('agrees with a list of all that ever happened', () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      wait: fc.constantFrom(0, 1, 40, 100),
      status: fc.constantFrom(200, 400),
    })
    const knobs = fc.record(
      {
        mode: fc.constantFrom<ReplayKnobs['mode']>('replay', 'replayOnlySuccess'),
        forgetAfterRequests: fc.constantFrom(1, 2, 3),
        forgetAfterMilliseconds: fc.constantFrom(1, 41, 100),
      },
      { requiredKeys: ['mode'] },
    )
    fc.assert(
      fc.property(knobs, fc.array(step, { maxLength: 25 }), (knobs, steps) => {
        const { ask } = service({ forgetAfterRequests: undefined, ...knobs })
        const kept: { id: string; at: number; status: number; answer: string }[] = []
        let now = 0
        let done = 0
        for (const { id, wait, status } of steps) {
          now += wait
          const counts = kept.filter(
            (each, index) =>
              each.id === id &&
              kept.length - 1 - index < (knobs.forgetAfterRequests ?? Infinity) &&
              now - each.at < (knobs.forgetAfterMilliseconds ?? Infinity) &&
              (knobs.mode === 'replay' || each.status < 400),
          )
          const answer = counts[0]?.answer ?? `answer ${(done += 1)}`
          if (counts.length === 0) kept.push({ id, at: now, status, answer })
          expect(ask(id, 'create', now, status)).toBe(answer)
        }
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)
})
