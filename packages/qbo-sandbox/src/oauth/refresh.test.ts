import { describe, expect, it } from 'vitest'
import { authenticate } from './authenticate.ts'
import { DAY, HOUR, SECOND, basic, bodyOf, other, testWorld } from './testing/world.ts'

type World = ReturnType<typeof testWorld>
const who = ({ world }: World, token: string) => authenticate(world, `Bearer ${token}`)
const denied = (answer: { status: number; body: string }) => [answer.status, answer.body]
const BAD = [400, '{"error":"invalid_grant","error_description":"Incorrect or invalid refresh token"}']
const DEAD = [400, '{"error":"invalid_grant","error_description":"Token invalid"}']

describe('a refresh', () => {
  it('answers a new access token while the old one lives its hour', () => {
    const w = testWorld()
    const first = w.connected()
    const second = bodyOf(w.refresh(first.refresh_token))
    expect(second.access_token).not.toBe(first.access_token)
    expect(who(w, first.access_token)).toMatchObject({ realmId: '9130' })
    w.time.now += HOUR
    expect(who(w, first.access_token)).toEqual({
      refused: `Token expired: ${first.access_token.slice(0, 80)}`,
    })
  })

  it('daily: keeps the refresh token for a day, its time running on, then changes it with a day of grace', () => {
    const w = testWorld()
    const { refresh_token } = w.connected()
    w.time.now += DAY - SECOND
    const same = bodyOf(w.refresh(refresh_token))
    expect(same).toMatchObject({ refresh_token, x_refresh_token_expires_in: 8_726_400 - 86_399 })
    w.time.now += SECOND
    const changed = bodyOf(w.refresh(refresh_token))
    expect(changed.refresh_token).not.toBe(refresh_token)
    expect(changed.x_refresh_token_expires_in).toBe(8_726_400)
    w.time.now += DAY - SECOND
    expect(bodyOf(w.refresh(refresh_token)).refresh_token).toBe(changed.refresh_token)
    w.time.now += SECOND
    expect(denied(w.refresh(refresh_token))).toEqual(DEAD)
    expect(w.refresh(changed.refresh_token).status).toBe(200)
  })

  it('grace: changes the token every time; a replaced one answers the newest for a day', () => {
    const w = testWorld({ rotation: 'grace' })
    const a = w.connected().refresh_token
    const b = bodyOf(w.refresh(a)).refresh_token
    const c = bodyOf(w.refresh(b)).refresh_token
    expect(new Set([a, b, c]).size).toBe(3)
    expect(bodyOf(w.refresh(a)).refresh_token).toBe(c)
    w.time.now += DAY
    expect(w.refresh(a).status).toBe(400)
    expect(w.refresh(c).status).toBe(200)
    expect(denied(w.refresh(b)), 'forgotten when the next one retired').toEqual(BAD)
  })

  it('at once: the replaced token is dead', () => {
    const w = testWorld({ rotation: 'at-once' })
    const a = w.connected().refresh_token
    const b = bodyOf(w.refresh(a)).refresh_token
    expect(denied(w.refresh(a))).toEqual(BAD)
    expect(w.refresh(b).status).toBe(200)
  })

  it('with its answer lost has taken effect: fatal at once, healed by grace', () => {
    const outcome = (rotation: 'at-once' | 'grace') => {
      const w = testWorld({ rotation, loseRefreshAnswers: 1 })
      const { refresh_token } = w.connected()
      expect(w.refresh(refresh_token).fate).toEqual({ kind: 'lost' })
      const again = w.refresh(refresh_token)
      expect(again.fate).toBeUndefined()
      return again.status
    }
    expect(outcome('at-once')).toBe(400)
    expect(outcome('grace')).toBe(200)
  })

  it('a refused refresh uses up no loss', () => {
    const w = testWorld({ loseRefreshAnswers: 1 })
    expect(w.refresh('RT1-unknown').fate).toBeUndefined()
    expect(w.world.state.knobs.loseRefreshAnswers).toBe(1)
  })

  it('is refused to another app', () => {
    const w = testWorld()
    const { refresh_token } = w.connected()
    expect(denied(w.refresh(refresh_token, { authorization: basic(other) }))).toEqual(BAD)
    expect(w.refresh(refresh_token).status).toBe(200)
  })

  it('rolls on for as long as one comes every 101 days, up to five years', () => {
    const w = testWorld()
    let { refresh_token } = w.connected()
    const endsAt = w.time.now + 5 * 365 * DAY
    for (;;) {
      w.time.now += 101 * DAY - SECOND
      if (w.time.now >= endsAt) break
      const answer = w.refresh(refresh_token)
      expect(answer.status).toBe(200)
      refresh_token = bodyOf(answer).refresh_token
      expect(w.time.now + bodyOf(answer).x_refresh_token_expires_in * SECOND).toBeLessThanOrEqual(endsAt)
    }
    w.time.now = endsAt - SECOND
    const last = bodyOf(w.refresh(refresh_token, { 'x-include-refresh-token-hard-expires-in': 'true' }))
    expect(last).toMatchObject({ expires_in: 1, x_refresh_token_hard_expires_in: 1 })
    w.time.now = endsAt
    expect(denied(w.refresh(last.refresh_token))).toEqual(DEAD)
  })

  it('is too late after 101 days of silence', () => {
    const w = testWorld()
    const { refresh_token } = w.connected()
    w.time.now += 101 * DAY
    expect(denied(w.refresh(refresh_token))).toEqual(DEAD)
  })

  it('keeps the memory flat over a year of hourly refreshes', () => {
    const w = testWorld({ rotation: 'grace' })
    let { refresh_token } = w.connected()
    for (let hour = 0; hour < 365 * 24; hour += 1) {
      w.time.now += HOUR
      refresh_token = bodyOf(w.refresh(refresh_token)).refresh_token
    }
    expect(w.world.state.accessTokens.size).toBeLessThan(40)
    expect(w.world.state.refreshTokens.size).toBeLessThan(40)
  })
})
