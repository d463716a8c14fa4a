import { expect, it } from 'vitest'
import { nameKey } from './name-key.ts'

it('compares names without case, accents and superfluous space', () => {
  expect(nameKey('  ÉMILE   & Söhne\tGmbH ')).toBe('emile & sohne gmbh')
  expect(nameKey('E\u0301mile')).toBe(nameKey('Émile'))
  expect(nameKey('Acme Ltd')).not.toBe(nameKey('Acme Ltd.'))
})
