/**
 * A host on plain PostgreSQL that has no job queue, inbox or store of secrets of its own: all that it would write
 * the same way as everybody else. It uses the module as any host does, and nothing of the module uses it.
 */
export type { PlainBooks } from './books.ts'
export { connect, wall, walledTransactions } from './database.ts'
export { plainHost, type PlainParts } from './host.ts'
export { noticeTable, openTasks, taskTable, type OpenTask } from './inbox.ts'
export { jobTable, workJobs, type Working } from './jobs.ts'
export { onNode } from './on-node.ts'
export { realPorts, type Ports } from './ports.ts'
export { hold } from './receipts-read.ts'
export { routes, type Doorkeeping, type Person, type Respond } from './routes.ts'
export { sealedSecrets } from './secrets.ts'
export { keepInSync, oneApp } from './start.ts'
export { createPlainTables } from './tables.ts'
