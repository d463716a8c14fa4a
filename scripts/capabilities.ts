import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { capabilityTable, TARGET } from './lib/capability-table.ts'

/** Writes down what the tests show; a test fails when this is out of date. */
const root = fileURLToPath(new URL('..', import.meta.url))
writeFileSync(join(root, TARGET), await capabilityTable(root))
console.log(`${TARGET} says what the tests show.`)
