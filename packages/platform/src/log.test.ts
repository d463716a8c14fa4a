import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'

const CANARY = 'canary-5f2a'

describe('the log', () => {
  const logged = (facts: object): string => {
    const lines: string[] = []
    createLog({ write: (line) => void lines.push(line) }).info(facts, 'something happened')
    return lines.join('')
  }

  it.each([
    ['at the top', { password: CANARY }],
    ['one level down', { user: { token: CANARY } }],
    ['two levels down', { request: { headers: { authorization: CANARY } } }],
    ['three levels down', { a: { b: { c: { refresh_token: CANARY } } } }],
    ['as a cookie', { headers: { cookie: `tieout_session=${CANARY}`, 'set-cookie': CANARY } }],
  ])('blanks a secret %s', (_where, facts) => {
    const line = logged(facts)
    expect(line).toContain('[redacted]')
    expect(line).not.toContain(CANARY)
  })

  it('keeps what is no secret, as structured facts', () => {
    expect(JSON.parse(logged({ tenant: 't1', count: 3 }))).toMatchObject({
      tenant: 't1',
      count: 3,
      msg: 'something happened',
    })
  })
})
