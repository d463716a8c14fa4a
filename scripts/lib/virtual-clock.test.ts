import { describe, expect, it } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

const START = new Date('2026-11-21T09:00:00.000Z')
const clock = () => {
  const virtual = createVirtualClock(START)
  return { ...virtual, passed: () => virtual.now().getTime() - START.getTime() }
}

describe('a virtual clock', () => {
  it('lets those who sleep at once sleep side by side, in the order of waking', async () => {
    const { sleep, passed } = clock()
    const woken: string[] = []
    const sleeper = async (name: string, milliseconds: number) => {
      await sleep(milliseconds)
      woken.push(`${name} ${passed()}`)
    }
    await Promise.all([sleeper('long', 5000), sleeper('short', 1000), sleeper('longest', 125_000)])
    expect(woken).toEqual(['short 1000', 'long 5000', 'longest 125000'])
  })

  it('stands still while there is work', async () => {
    const { sleep, busy, passed } = clock()
    let done = false
    const asleep = sleep(60_000).then(() => done)
    await busy(async () => {
      for (let turn = 0; turn < 100; turn += 1) await new Promise((go) => setImmediate(go))
      expect(passed()).toBe(0)
      done = true
    })
    expect(await asleep).toBe(true)
    expect(passed()).toBe(60_000)
  })

  it('forgets a sleeper who is called away', async () => {
    const { sleep, passed } = clock()
    const away = new AbortController()
    const called = sleep(125_000, away.signal)
    const short = sleep(1000)
    away.abort(new Error('no longer needed'))
    await expect(called).rejects.toThrow('no longer needed')
    await short
    await sleep(500)
    expect(passed()).toBe(1500)
  })

  it('without a beginning of its own is the machine’s, on which nobody sits out a pause', async () => {
    const { now, sleep } = createVirtualClock(null)
    const before = Date.now()
    await sleep(3_600_000)
    expect(now().getTime() - before).toBeGreaterThanOrEqual(3_600_000)
    expect(Date.now() - before).toBeLessThan(60_000)
  })
})
