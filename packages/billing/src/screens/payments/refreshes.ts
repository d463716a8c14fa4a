/** Everything that shows what is owed: when money moves, all of it is read anew. */
export const MONEY_MOVED = ['payment', 'credit', 'invoice', 'client', 'statement', 'ageing'] as const
