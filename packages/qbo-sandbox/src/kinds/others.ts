import type { Kind } from '../company/kind.ts'

/** The bookkeeper's other papers: journal entries, deposits, purchases, bills. */
export const otherKinds: readonly Kind[] = []
