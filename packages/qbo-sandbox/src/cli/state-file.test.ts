import { linkSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeeper } from './keeper.ts'
import { readState, writeState } from './state-file.ts'

const home = mkdtempSync(join(tmpdir(), 'qbo-sandbox-state-'))
afterAll(() => rmSync(home, { recursive: true }))

describe('the state file', () => {
  const path = join(home, 'state.json')

  it('is not there at first, then holds what was written last', () => {
    expect(readState(path)).toBeUndefined()
    writeState(path, 'one')
    const large = '€'.repeat(3_000_000)
    writeState(path, large)
    expect(readState(path)).toBe(large)
    expect(readdirSync(home)).toEqual(['state.json'])
  })

  it('is replaced as a whole: whoever has the old one open keeps all of it', () => {
    writeState(path, 'old')
    const held = join(home, 'held.json')
    linkSync(path, held)
    writeState(path, 'new')
    expect([readState(held), readState(path)]).toEqual(['old', 'new'])
    rmSync(held)
  })

  it('is for its owner alone, since it holds tokens', () => {
    writeState(path, 'x')
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
  })

  it('keeps the old text when the new one cannot be written, and leaves nothing behind', () => {
    const folder = join(home, 'missing', 'state.json')
    expect(() => writeState(folder, 'x')).toThrow(/ENOENT/)
    const taken = mkdtempSync(join(home, 'taken-'))
    writeFileSync(join(taken, 'inside'), '')
    expect(() => writeState(taken, 'x'), 'a folder bears the name').toThrow()
    expect(readFileSync(path, 'utf8')).toBe('x')
    expect(readdirSync(home).filter((each) => each.endsWith('.draft'))).toEqual([])
  })

  it('tells a file that cannot be read from one that is not there', () => {
    expect(() => readState(home)).toThrow(/EISDIR/)
  })
})

describe('the keeper', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    return () => vi.useRealTimers()
  })
  const time = { now: 0 }
  const keeperOf = (save: () => void) => {
    const report = vi.fn()
    return { report, keeper: createKeeper({ save, report, clock: { now: () => time.now } }) }
  }

  it('saves many changes once, shortly after the first', () => {
    const save = vi.fn()
    const { keeper } = keeperOf(save)
    for (let n = 0; n < 100; n += 1) keeper.changed()
    expect(save).not.toHaveBeenCalled()
    vi.advanceTimersByTime(200)
    expect(save).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(10_000)
    expect(save).toHaveBeenCalledTimes(1)
  })

  it('waits ten times as long as the last save took', () => {
    const save = vi.fn(() => {
      time.now += 500
    })
    const { keeper } = keeperOf(save)
    keeper.changed()
    vi.advanceTimersByTime(200)
    keeper.changed()
    vi.advanceTimersByTime(4999)
    expect(save).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    expect(save).toHaveBeenCalledTimes(2)
  })

  it('saves at the end what is unsaved, and only then', () => {
    const save = vi.fn()
    const { keeper } = keeperOf(save)
    keeper.close()
    expect(save).not.toHaveBeenCalled()
    keeper.changed()
    keeper.close()
    vi.advanceTimersByTime(10_000)
    expect(save).toHaveBeenCalledTimes(1)
  })

  it('reports a save that failed and tries again with the next change', () => {
    const save = vi.fn().mockImplementationOnce(() => {
      throw new Error('the disk is full')
    })
    const { keeper, report } = keeperOf(save)
    keeper.changed()
    vi.advanceTimersByTime(200)
    expect(report).toHaveBeenCalledWith(new Error('the disk is full'))
    keeper.changed()
    vi.advanceTimersByTime(200)
    expect(save).toHaveBeenCalledTimes(2)
  })
})
