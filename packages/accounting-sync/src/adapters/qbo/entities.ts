/** What QuickBooks calls the engine's kinds of sales documents. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['invoice', 'Invoice'],
  ['credit_memo', 'CreditMemo'],
])

export function entityOf(kind: string): string {
  const entity = ENTITIES.get(kind)
  if (entity === undefined) throw new Error(`QuickBooks has no document for ${JSON.stringify(kind)}.`)
  return entity
}
