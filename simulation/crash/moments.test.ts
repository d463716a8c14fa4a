import { describe, expect, it } from 'vitest'
import { moments, type Passed } from './moments.ts'

let number = 0
const point = (place: Passed['place'], more: Partial<Passed> = {}): Passed => ({
  number: (number += 1),
  time: 0,
  place,
  process: 'one',
  what: '+operations',
  acts: 1,
  isOfStory: true,
  ...more,
})
const kept = (...passed: Passed[]) => moments(passed).map((each) => passed.indexOf(each))

describe('the moments of a story', () => {
  it('are one where an answer was heard and nothing has happened until it is written down', () => {
    expect(
      kept(point('before call'), point('after call'), point('before commit'), point('after commit')),
    ).toEqual([0, 1, 3])
  })

  it('are one across what was only read, at which nobody needs to die', () => {
    const reading = { what: '' }
    expect(
      kept(
        point('after call'),
        point('before commit', reading),
        point('after commit', reading),
        point('before commit'),
      ),
    ).toEqual([0])
  })

  it.each<[string, Partial<Passed>]>([
    ['time has passed', { time: 1 }],
    ['it is another process', { process: 'other' }],
    ['somebody has done something', { acts: 2 }],
  ])('are two when %s', (_, more) => {
    expect(kept(point('after call'), point('before commit', more))).toEqual([0, 1])
    expect(
      kept(point('after call'), point('before commit', { what: '', ...more }), point('before commit')),
    ).toEqual([0, 2])
  })

  it('are two of which something happened between, however soon', () => {
    expect(kept(point('before commit'), point('after commit'), point('after call'))).toEqual([0, 1, 2])
    expect(kept(point('after commit'), point('before call'), point('before call'))).toEqual([0, 2])
  })

  it('are of the story alone', () => {
    const scene = { isOfStory: false }
    expect(kept(point('after call', scene), point('before commit'), point('before call', scene))).toEqual([1])
  })
})
