import type { Prepared, Standing } from '../../adapter.ts'

/** The same, written over what stands there: what it does not name stays as people made it. */
export const over = ({ body, intent }: Prepared, { externalId, version }: Standing): Prepared => ({
  body: JSON.stringify({ ...JSON.parse(body), Id: externalId, SyncToken: version, sparse: true }),
  intent,
})

/** What is sent to make it void. */
export const voidBody = ({ externalId, version }: Standing): string =>
  JSON.stringify({ Id: externalId, SyncToken: version, sparse: true })
