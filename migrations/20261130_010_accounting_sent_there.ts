/** The accounting sync: when a frame left, by the service's clock. */
export { up, down } from '../packages/accounting-sync/src/postgres/tables/040-sent-there.ts'
