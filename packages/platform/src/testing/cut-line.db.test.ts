import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../db/connect.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { openCutLine, type CutLine, type Fate } from './cut-line.ts'

let db: TestDatabase
let line: CutLine
let pool: ReturnType<typeof connect>
beforeAll(async () => {
  db = await createTestDatabase()
  line = await openCutLine(db.urls.owner)
  pool = connect(line.through(db.urls.owner), { max: 2, silent: true })
  await pool.raw('create table notes (note text)')
})
beforeEach(() => void (line.decide = () => 'pass'))
afterAll(async () => {
  await pool.destroy()
  await line.close()
  await db.close()
})

const write = (note: string) => pool.transaction((trx) => trx('notes').insert({ note }))
const written = (note: string) => db.owner('notes').where({ note }).pluck('note')

describe('a line that is cut', () => {
  it.each<[Fate, number]>([
    ['cut', 0],
    ['cut after', 1],
  ])('tells nobody what became of a commit (%s), which was written %i times', async (fate, times) => {
    await write('before')
    let cut = false
    line.decide = ({ what }) => {
      if (what !== 'commit' || cut) return 'pass'
      cut = true
      return fate
    }
    await expect(write(fate)).rejects.toThrow(/terminated|closed|ECONNRESET/i)
    expect(await written(fate)).toHaveLength(times)
    await write(`${fate}, again`)
    expect(await written(`${fate}, again`)).toHaveLength(1)
  })

  it('fails the statement that it was cut at, and nothing of its transaction stays', async () => {
    line.decide = ({ what }) => (what === 'statement' ? 'cut' : 'pass')
    await expect(write('never')).rejects.toThrow()
    line.decide = () => 'pass'
    expect(await written('never')).toEqual([])
    expect(line.cuts()).toBeGreaterThan(0)
  })
})
