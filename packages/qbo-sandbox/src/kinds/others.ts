import type { Kind } from '../company/kind.ts'
import { bills } from './others/bills.ts'
import { deposits } from './others/deposits.ts'
import { journalEntries } from './others/journal-entries.ts'
import { purchases } from './others/purchases.ts'

/** The bookkeeper's other papers: journal entries, deposits, purchases, bills. */
export const otherKinds: readonly Kind[] = [journalEntries, deposits, purchases, bills]
