import { describe, expect, it } from 'vitest'
import { chanceOf } from './chance.ts'
import { createScheduler, NothingLeft, THE_WORLD, type Waiter } from './scheduler.ts'

const scheduler = (seed = 1) => {
  const lots = chanceOf(seed, 'lots')
  return createScheduler(0, () => lots.next())
}

const somebody = (name: string) => {
  const state = { alive: true, frozenUntil: 0 }
  const waiter: Waiter = { name, isAlive: () => state.alive, frozenUntil: () => state.frozenUntil }
  return { state, waiter }
}

describe('time', () => {
  it('passes only while everybody waits, and by just so much', async () => {
    const time = scheduler()
    const seen: [string, number][] = []
    const walk = async (name: string, pace: number) => {
      for (let step = 0; step < 3; step += 1) {
        await time.sleep(THE_WORLD, pace)
        seen.push([name, time.now()])
      }
    }
    const all = Promise.all([walk('slow', 50), walk('fast', 20)])
    let isOver = false
    void all.then(() => (isOver = true))
    await time.run(() => isOver)
    expect(seen).toEqual([
      ['fast', 20],
      ['fast', 40],
      ['slow', 50],
      ['fast', 60],
      ['slow', 100],
      ['slow', 150],
    ])
  })

  it('ends with a word where nobody waits for anything any more', async () => {
    await expect(scheduler().run(() => false)).rejects.toThrow(NothingLeft)
  })

  it('lets chance say who comes first of those whose time is the same, and the same chance the same', async () => {
    const orderOf = async (seed: number) => {
      const time = scheduler(seed)
      const came: number[] = []
      for (let one = 0; one < 6; one += 1) time.at(10, THE_WORLD, () => came.push(one))
      await time.run(() => came.length === 6)
      return came.join('')
    }
    expect(await orderOf(1)).toBe(await orderOf(1))
    const orders = await Promise.all([2, 3, 4, 5].map(orderOf))
    expect(new Set(orders).size).toBeGreaterThan(1)
  })
})

describe('the gate', () => {
  it('lets through one at a time, in the order of asking, before time passes', async () => {
    const time = scheduler()
    const story: string[] = []
    const pass = (name: string) =>
      time.throughGate(THE_WORLD, async () => {
        story.push(`${name} in`)
        await new Promise((done) => setTimeout(done, 1))
        story.push(`${name} out`)
      })
    pass('one')
    pass('two')
    time.at(0, THE_WORLD, () => story.push('an event'))
    await time.run(() => story.length === 5)
    expect(story).toEqual(['one in', 'one out', 'two in', 'two out', 'an event'])
  })
})

describe('whoever dies', () => {
  it('never wakes, never passes the gate, and keeps nobody else from it', async () => {
    const time = scheduler()
    const { state, waiter } = somebody('mortal')
    const story: string[] = []
    void time.sleep(waiter, 10).then(() => story.push('woke'))
    time.throughGate(waiter, async () => void story.push('passed'))
    state.alive = false
    time.throughGate(THE_WORLD, async () => void story.push('another passed'))
    time.at(20, THE_WORLD, () => story.push('later'))
    await time.run(() => story.includes('later'))
    expect(story).toEqual(['another passed', 'later'])
  })
})

describe('whoever is frozen', () => {
  it('goes on where it stood once it thaws, be it in a pause or in front of the gate', async () => {
    const time = scheduler()
    const { state, waiter } = somebody('frozen')
    const story: [string, number][] = []
    state.frozenUntil = 100
    void time.sleep(waiter, 10).then(() => story.push(['woke', time.now()]))
    time.throughGate(waiter, async () => void story.push(['passed', time.now()]))
    time.at(50, THE_WORLD, () => story.push(['meanwhile', time.now()]))
    await time.run(() => story.length === 3)
    expect(story[0]).toEqual(['meanwhile', 50])
    expect(story.slice(1).toSorted()).toEqual([
      ['passed', 100],
      ['woke', 100],
    ])
  })
})

describe('a pause with a signal', () => {
  it('ends at once when it is given up', async () => {
    const time = scheduler()
    const end = new AbortController()
    let told: unknown
    void time.sleep(THE_WORLD, 1000, end.signal).catch((reason: unknown) => (told = reason))
    time.at(5, THE_WORLD, () => end.abort(new Error('no more')))
    await time.run(() => told !== undefined)
    expect([time.now(), String(told)]).toEqual([5, 'Error: no more'])
  })
})
