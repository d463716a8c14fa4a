import type { AccountingSync } from '@tieout/accounting-sync'
import { TASK_KINDS } from '@tieout/accounting-sync'
import { createTaskRegistry } from '@tieout/platform'
import { expect, it } from 'vitest'
import english from './messages/en.json' with { type: 'json' }
import { accountingTasks } from './tasks.ts'

const definitions = accountingTasks({} as AccountingSync)

it('every task the sync may raise can be answered from itself (L60)', () => {
  const registry = createTaskRegistry()
  for (const each of definitions) registry.register(each)
  for (const kind of Object.values(TASK_KINDS)) expect(registry.find(kind).actions.length).toBeGreaterThan(0)
})

it('every task and each of its buttons has words', () => {
  const words: Record<string, Record<string, string>> = english.inbox
  for (const { kind, actions } of definitions) {
    const needed = ['name', 'title', 'description', ...actions.map((each) => each.name)]
    expect(Object.keys(words[kind] ?? {}).toSorted(), kind).toEqual(needed.toSorted())
  }
})
