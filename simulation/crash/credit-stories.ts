import type { Written } from './scripts.ts'

/** What happens to credit and to what is voided, as a scene and the story that is played in it. */
export interface Told {
  name: string
  scene: Written
  story: Written
}

/** An invoice and a credit note of another one, both over there. */
const NOTED: Written = [
  [1, 'bill'],
  [2, 'credit-latest'],
  [3, 'bill'],
]

const APPLIED: Written = [...NOTED, [6, 'apply-latest']]

export const CREDITS_OUTWARD: readonly Told[] = [
  { name: 'credit put on an invoice', scene: NOTED, story: [[6, 'apply-latest']] },
  {
    name: 'credit with its invoice and its memo',
    scene: [],
    story: [
      [1, 'bill'],
      [1.01, 'credit-latest'],
      [1.02, 'apply-latest'],
    ],
  },
  {
    name: 'one credit on three invoices',
    scene: [
      [1, 'bill-three'],
      [3, 'credit-latest-whole'],
    ],
    story: [[6, 'apply-a-bit-to-each']],
  },
  { name: 'credit taken off again', scene: APPLIED, story: [[9, 'unapply-latest']] },
  {
    name: 'credit put on another one in the same minute',
    scene: APPLIED,
    story: [
      [9, 'unapply-latest'],
      [9.02, 'apply-latest'],
    ],
  },
  {
    name: 'credit taken off where the bookkeeper added lines',
    scene: [...APPLIED, [8, 'keeper-adds-to-application'], [8.2, 'sync-now']],
    story: [[11, 'unapply-latest']],
  },
  { name: 'an invoice voided with credit on it', scene: APPLIED, story: [[9, 'void-latest']] },
  { name: 'a credit note voided', scene: NOTED, story: [[6, 'void-latest-note']] },
]

export const CREDITS_INWARD: readonly Told[] = [
  {
    name: 'credit applied and lowered there',
    scene: NOTED,
    story: [
      [6, 'keeper-applies-memo'],
      [6.1, 'sync-now'],
      [8, 'keeper-lowers-application'],
      [8.1, 'sync-now'],
    ],
  },
  {
    name: 'our application deleted there',
    scene: APPLIED,
    story: [
      [9, 'keeper-deletes-application'],
      [9.1, 'sync-now'],
    ],
  },
  {
    name: 'a document voided there, and cancelled here too',
    scene: APPLIED,
    story: [
      [9, 'keeper-voids-latest'],
      [9.1, 'sync-now'],
      [11, 'cancel-here'],
    ],
  },
]
