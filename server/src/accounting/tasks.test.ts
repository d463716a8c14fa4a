import { createBilling } from '@tieout/billing'
import type { AccountingSync } from '@tieout/accounting-sync'
import { TASK_KINDS } from '@tieout/accounting-sync'
import { createTaskRegistry } from '@tieout/platform'
import { expect, it } from 'vitest'
import english from './messages/en.json' with { type: 'json' }
import { accountingTasks } from './tasks.ts'

const definitions = accountingTasks({} as AccountingSync, createBilling())

it('every task the sync may raise can be answered from itself (L60)', () => {
  const registry = createTaskRegistry()
  for (const each of definitions) registry.register(each)
  for (const kind of Object.values(TASK_KINDS)) expect(registry.find(kind).actions.length).toBeGreaterThan(0)
})

it('every task, each of its buttons and what they say beforehand has words', () => {
  const words: Record<string, Record<string, unknown>> = english.inbox
  for (const { kind, actions } of definitions) {
    const needed = ['name', 'title', 'description', ...actions.map((each) => each.name)]
    const { effects = {}, outcomes: _outcomes, fields: _fields, ...own } = words[kind] ?? {}
    expect(Object.keys(own).toSorted(), kind).toEqual(needed.toSorted())
    const said = actions.filter((each) => each.effect !== undefined).map((each) => each.name)
    expect(Object.keys(effects as object), kind).toEqual(expect.arrayContaining(said))
  }
})
