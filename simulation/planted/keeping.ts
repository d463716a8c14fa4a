import { story, type PlantedBug } from './bug.ts'

const SYNC = 'packages/accounting-sync/src'

/** What keeps the line open, the workers apart, and people in the picture. */
export const KEEPING_BUGS: readonly PlantedBug[] = [
  {
    name: 'refreshed-by-all',
    rule: 'One of all who need it renews a token, and the others wait for it.',
    file: `${SYNC}/postgres/tokens.ts`,
    find: `connection_id = :connectionId and status = 'connected'
       and (refreshing_until is null or refreshing_until <= :now)`,
    replace: `connection_id = :connectionId and status = 'connected' and cast(:now as timestamptz) is not null`,
    plan: story(
      [
        [0.05, 'sync-now'],
        [0.1, 'sync-now'],
        [1, 'bill'],
      ],
      {
        startsAfterHours: 2,
        workers: 3,
        jobTwice: 0.9,
        service: { late: 0.8 },
        minutes: 10,
      },
    ),
    known: 1,
  },
  {
    name: 'new-token-not-kept',
    rule: 'A renewed token is stored before anybody uses it.',
    file: `${SYNC}/connection/session.ts`,
    find: '      await putTokens(host, trx, tenant, connectionId, fresh)\n    })\n    const { accessToken',
    replace:
      '      if (fresh.accessToken === "") await putTokens(host, trx, tenant, connectionId, fresh)\n    })\n    const { accessToken',
    plan: story(
      [
        [1, 'bill'],
        [3, 'bill'],
      ],
      { startsAfterHours: 2 },
    ),
    known: 1,
  },
  {
    name: 'secret-in-words',
    rule: 'No secret stands in anything that is stored, shown or logged.',
    file: `${SYNC}/connection/session.ts`,
    find: "      if (isRefusal(error)) await expire(host, trx, connection, 'the refresh token was not taken')",
    replace:
      '      if (isRefusal(error)) await expire(host, trx, connection, `not taken: ${old.refreshToken}`)',
    plan: story([
      [1, 'keeper-revokes'],
      [2, 'bill'],
    ]),
    known: 1,
  },
  {
    name: 'same-epoch-for-all',
    rule: 'Whoever takes the lease begins an epoch of its own, and takes over what the one before left.',
    file: `${SYNC}/postgres/lease.ts`,
    find: 'lease_epoch = lease_epoch + 1',
    replace: 'lease_epoch = greatest(lease_epoch, 1)',
    // In front of the call, and after it.
    plan: story([[2, 'bill']], { dieAt: [57, 58, 59] }),
    known: 1,
  },
  {
    name: 'task-never-closed',
    rule: 'A task ends when its cause is gone.',
    file: `${SYNC}/engine/exceptions/causes.ts`,
    find: '  if (gone.length > 0) await host.inbox.close(trx, connection.tenant, gone, reason)',
    replace: '  if (gone.length > 99) await host.inbox.close(trx, connection.tenant, gone, reason)',
    plan: story([
      [1, 'keeper-closes-books'],
      [2, 'bill'],
      [6, 'keeper-opens-books'],
      [6.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'refused-and-nobody-told',
    rule: 'What was refused for good has a task.',
    file: `${SYNC}/engine/outbound/settle-frame.ts`,
    find: 'if (!fate.isOver(operation)) drafts.push(exportErrorTask(connection, operation, move))',
    replace: "if (move.code === 'unmapped') drafts.push(exportErrorTask(connection, operation, move))",
    plan: story([
      [1, 'keeper-puts-item-away'],
      [2, 'bill'],
    ]),
    known: 1,
  },
  {
    name: 'drift-and-nobody-told',
    rule: 'What differs over there has a task with how far the sides are apart.',
    file: `${SYNC}/engine/inbound/documents.ts`,
    find: "    if (judgement.status !== 'drift') continue",
    replace: "    if (judgement.status !== 'linked') continue",
    plan: story([
      [1, 'bill'],
      [4, 'keeper-doubles-latest'],
      [4.2, 'sync-now'],
    ]),
    known: 1,
  },
  {
    name: 'one-key-for-all-companies',
    rule: 'What belongs to one company is never used for another.',
    file: `${SYNC}/connection/session.ts`,
    find: `export function sessionFor(engine: Engine, connection: Connection, signal: AbortSignal): Session {
  let known: SealedTokens | null = null`,
    replace: `let known: SealedTokens | null = null
export function sessionFor(engine: Engine, connection: Connection, signal: AbortSignal): Session {`,
    plan: story(
      [
        [1, 'bill'],
        [3, 'bill'],
      ],
      { tenants: 2 },
    ),
    known: 1,
  },
  {
    name: 'queued-apart',
    rule: 'What is to be sent is queued in the transaction in which it happened.',
    file: `${SYNC}/producers/producers.ts`,
    find: '  return await queue(host, trx, connection, wanted)\n}',
    replace: `  void (async () => {
    await host.clock.sleep(500, new AbortController().signal)
    await host.transactions.inTenant(tenant, (later) => queue(host, later, connection, wanted))
  })()
  return wanted.length
}`,
    plan: story(
      Array.from({ length: 12 }, (_, at) => [1 + at, 'bill'] as const),
      { death: 0.12 },
    ),
    known: 5,
  },
  {
    name: 'chain-of-one-link',
    rule: 'Each seal of the audit rests on the one before it.',
    file: 'packages/platform/src/audit/sealer.ts',
    find: '    const previousHash = hash\n',
    replace: '    const previousHash = seq % 3 === 2 ? GENESIS : hash\n',
    plan: story(
      [
        [1, 'bill'],
        [2, 'bill'],
      ],
      { minutes: 30 },
    ),
    known: 1,
  },
  {
    name: 'links-go-with-the-company',
    rule: 'Links outlive the day on which a company is let go: connected again, nothing goes out twice.',
    file: `${SYNC}/connection/connect.ts`,
    find: '    await removeTokens(host, trx, tenant, connectionId)',
    replace: `    await removeTokens(host, trx, tenant, connectionId)
    await trx('tenant_external_entity_mappings').where({ tenant, target_realm: connection.realm })
      .whereIn('alga_entity_type', ['invoice', 'payment']).delete()`,
    plan: story([
      [1, 'bill-and-pay'],
      [4, 'disconnect'],
      [6, 'connect-again'],
    ]),
    known: 1,
  },
  {
    name: 'another-company-meant',
    rule: 'Whoever asks which company is meant asks in one place, and gets one answer.',
    file: `${SYNC}/producers/producers.ts`,
    find: `  if (documents.length === 0) return 0
  const connection = await resolveConnection(trx, tenant)`,
    replace: `  if (documents.length === 0) return 0
  const latest = await trx('accounting_connections').where({ tenant }).orderBy('connected_at', 'desc').first()
  const connection = await resolveConnection(trx, tenant, { realm: latest?.target_realm })`,
    plan: story([
      [1, 'connect-another'],
      [3, 'bill'],
    ]),
    known: 1,
  },
]
