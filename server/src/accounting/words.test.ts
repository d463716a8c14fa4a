import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import english from './messages/en.json' with { type: 'json' }

const answers = fileURLToPath(new URL('../../../packages/accounting-sync/src/answers', import.meta.url))
const text = readdirSync(answers)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(answers, name), 'utf8'))
  .join('\n')

it('every refusal of the module has its sentence here', () => {
  const refused = [...text.matchAll(/new Refused\(\s*'(accounting-[a-z-]+)'/g)].map((match) => match[1] ?? '')
  const unknown = [...text.matchAll(/missing\('([a-z]+)'\)/g)].map((match) => `accounting-no-${match[1]}`)
  expect(refused.length).toBeGreaterThan(5)
  expect([...refused, ...unknown].filter((code) => !(code in english.problems))).toEqual([])
})

it('everything that the module tells the audit is said in words', () => {
  const deeds = [...text.matchAll(/about\(\w+, '([a-z_]+)'\)/g)].map(
    (match) => `accounting_connection.${match[1]}`,
  )
  const written = [...text.matchAll(/action: '(accounting_[a-z_]+\.[a-z_]+)'/g)].map(
    (match) => match[1] ?? '',
  )
  const words: Record<string, Record<string, string>> = english.audit.actions
  const silent = [...deeds, ...written].filter((action) => {
    const [resource = '', verb = ''] = action.split('.')
    return words[resource]?.[verb] === undefined
  })
  expect(deeds.length + written.length).toBeGreaterThan(8)
  expect(silent).toEqual([])
})
