import { describe, expect, it } from 'vitest'
import { homeOf, pageAudience, safeNext, signInPath } from './page-rules.ts'

describe('the sides of the house', () => {
  it.each([
    ['/', 'msp'],
    ['/clients/7', 'msp'],
    ['/portal', 'portal'],
    ['/portal/profile', 'portal'],
    ['/portals', 'msp'],
    ['/operator', 'operator'],
    ['/sign-in', 'anyone'],
    ['/portal/sign-in', 'anyone'],
    ['/operator/sign-in', 'anyone'],
    ['/reset-password', 'anyone'],
    ['/sign-in/else', 'msp'],
  ])('%s belongs to %s', (path, audience) => {
    expect(pageAudience(path)).toBe(audience)
  })

  it.each(['msp', 'portal', 'operator'] as const)(
    'have a home and a door that anyone may open: %s',
    (audience) => {
      expect(pageAudience(homeOf(audience))).toBe(audience)
      expect(pageAudience(signInPath(audience))).toBe('anyone')
    },
  )
})

describe('where a sign-in leads', () => {
  it.each([
    ['/clients?search=a', '/clients?search=a'],
    [null, '/'],
    ['https://evil.test/', '/'],
    ['//evil.test/', '/'],
    ['/\\evil.test/', '/'],
    ['/portal', '/'],
    ['/sign-in', '/'],
  ])('%s leads to %s', (next, leads) => {
    expect(safeNext(next, 'msp')).toBe(leads)
  })
})
