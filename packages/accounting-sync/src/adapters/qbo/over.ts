import type { AccountingAdapter, Prepared, Standing } from '../../adapter.ts'

/** The same, written over what stands there: what it does not name stays as people made it. */
export const over = ({ body, intent }: Prepared, { externalId, version }: Standing): Prepared => ({
  body: JSON.stringify({ ...JSON.parse(body), Id: externalId, SyncToken: version, sparse: true }),
  intent,
})

/** What is sent to make it void. */
export const voidBody = ({ externalId, version }: Standing): string =>
  JSON.stringify({ Id: externalId, SyncToken: version, sparse: true })

/** An invoice is voided, and stays with its number; a credit memo can only be deleted. */
export const voidDocument: NonNullable<AccountingAdapter['voidDocument']> = (
  kind,
  { externalId, version },
) => ({
  action: kind === 'invoice' ? 'void' : 'delete',
  body: JSON.stringify({ Id: externalId, SyncToken: version }),
})
