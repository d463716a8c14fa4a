import { describe, expect, it } from 'vitest'
import { createStory, NotTrue } from './demo-story.ts'

describe('a story', () => {
  it('says each step once all of it is true, and counts what was', async () => {
    const lines: string[] = []
    const story = createStory((line) => lines.push(line))
    const look = async () => {
      story.ensure(true, 'The sun rises.')
      story.ensureEqual([1, 'a'], [1, 'a'], 'The list')
      return 'sky'
    }
    expect(await story.step(look, (what) => `looked at the ${what}`)).toBe('sky')
    expect(lines).toEqual([expect.stringMatching(/^ {2}✓ looked at the sky \(\d+\.\d s\)$/)])
    expect(story.ensured()).toBe(2)
  })

  it('stops at what is not true with a sentence, and says nothing of that step', async () => {
    const lines: string[] = []
    const story = createStory((line) => lines.push(line))
    const told = story.step(
      async () => story.ensureEqual(2, 1, 'The number of invoices'),
      () => 'counted',
    )
    await expect(told).rejects.toThrow(new NotTrue('The number of invoices should be 1 and is 2.'))
    expect(lines).toEqual([])
  })

  it('waits for a state, and says what it waited for when it does not come', async () => {
    const story = createStory()
    let looks = 0
    expect(await story.until('the third look', async () => (looks += 1) === 3 && 'there')).toBe('there')
    await expect(story.until('a train', async () => null, 0.1)).rejects.toThrow(
      'It did not come within 0.1 s: a train.',
    )
  })
})
