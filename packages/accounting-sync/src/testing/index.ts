/** For the tests of hosts: whoever works in the company over there, and what a run asks of the database. */
export { bookkeeperOf, linesFor, type Bookkeeper, type Row, type Share } from './bookkeeper.ts'
export { statementsOf } from './statements.ts'
