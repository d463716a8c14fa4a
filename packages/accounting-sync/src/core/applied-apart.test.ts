import { expect, it } from 'vitest'
import { appliedApartMinor } from './drift.ts'

it.each([
  ['10000 10000', '4000 10000', -6_000],
  ['149', '', -149],
  ['2:5000 3:5000', '2:5000 4:5000', 0],
])('of a payment that was to apply %s and applied %s, %i is apart', (here, there, apart) => {
  expect(appliedApartMinor([{ field: 'lines', here, there }])).toBe(apart)
})
