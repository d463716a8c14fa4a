import { describe, expect, it } from 'vitest'
import { whyNot, type DocumentAction, type Standing } from './document-actions.ts'

const posted: Standing = {
  kind: 'invoice',
  standing: 'posted',
  connected: true,
  open: null,
  linked: false,
  deepLink: false,
  askable: true,
  excluded: null,
}
const there = { linked: true, deepLink: true }

describe('what a person may do about a document', () => {
  it.each<[string, Partial<Standing>, (string | null)[]]>([
    // sync, retry, view, exclude, include
    ['not there yet', {}, [null, 'nothing_refused', 'not_there', null, 'not_kept_out']],
    ['waiting', { open: 'pending' }, [null, 'nothing_refused', 'not_there', null, 'not_kept_out']],
    [
      'on its way',
      { open: 'in_progress' },
      [null, 'nothing_refused', 'not_there', 'on_its_way', 'not_kept_out'],
    ],
    ['refused', { open: 'failed' }, ['refused_before', null, 'not_there', null, 'not_kept_out']],
    ['there', there, ['there_already', 'nothing_refused', null, 'there_already', 'not_kept_out']],
    [
      'there, with a page nowhere',
      { linked: true },
      ['there_already', 'nothing_refused', 'no_page', 'there_already', 'not_kept_out'],
    ],
    ['kept out', { excluded: 'document' }, ['kept_out', 'kept_out', 'not_there', 'kept_out', null]],
    [
      'kept out by its client',
      { excluded: 'client' },
      ['client_kept_out', 'client_kept_out', 'not_there', 'client_kept_out', 'client_kept_out'],
    ],
    ['a draft', { standing: 'draft' }, ['draft', 'draft', 'not_there', null, 'not_kept_out']],
    [
      'cancelled',
      { standing: 'cancelled', ...there },
      ['cancelled', 'cancelled', null, 'cancelled', 'not_kept_out'],
    ],
    [
      'a prepayment',
      { kind: 'prepayment' },
      ['prepayment', 'prepayment', 'not_there', 'prepayment', 'not_kept_out'],
    ],
    [
      'while nobody is connected',
      { connected: false, open: 'failed' },
      ['not_connected', 'not_connected', 'not_there', null, 'not_kept_out'],
    ],
  ])('%s', (_name, changes, expected) => {
    const actions: DocumentAction[] = ['sync', 'retry', 'view', 'exclude', 'include']
    expect(actions.map((each) => whyNot(each, { ...posted, ...changes }))).toEqual(expected)
  })
})

describe('looking at a document over there', () => {
  it.each<[string, Partial<Standing>, string | null]>([
    ['not there yet', {}, 'not_there'],
    ['there', there, null],
    ['there and cancelled here', { standing: 'cancelled', ...there }, null],
    ['just being written', { ...there, open: 'in_progress' }, 'on_its_way'],
    ['while nobody is connected', { ...there, connected: false }, 'not_connected'],
    ['in a system that is not asked', { ...there, askable: false }, 'cannot_be_asked'],
  ])('%s', (_name, changes, expected) => {
    expect(whyNot('check', { ...posted, ...changes })).toBe(expected)
  })
})
