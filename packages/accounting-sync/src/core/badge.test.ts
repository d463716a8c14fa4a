import { expect, it } from 'vitest'
import { badgeStateOf } from './badge.ts'

it('puts what needs a person before what is under way, and that before what is known', () => {
  expect(badgeStateOf('verified', 'failed')).toBe('error')
  expect(badgeStateOf('drift', 'failed')).toBe('error')
  expect(badgeStateOf('drift', 'pending')).toBe('drift')
  expect(badgeStateOf('verified', 'in_progress')).toBe('queued')
  expect(badgeStateOf(null, 'pending')).toBe('queued')
  expect(badgeStateOf('voided', null)).toBe('voided')
  expect(badgeStateOf('linked', null)).toBe('synced')
  expect(badgeStateOf('sent', null)).toBe('synced')
  expect(badgeStateOf(null, null)).toBe('not_synced')
})
