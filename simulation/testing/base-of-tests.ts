import { testPasswords } from '@tieout/platform/testing'
import { inject } from 'vitest'
import { buildBase, type Base } from '../base/base.ts'
import { letClonesGo } from '../base/clones.ts'
import { drop, type Cluster } from '../base/cluster.ts'

/** The base of the seeds of one test file, in the database server of the whole test run. */
export async function openBase(): Promise<{ base: Base; close(): Promise<void> }> {
  const cluster: Cluster = {
    ownerUrl: inject('ownerUrl'),
    superuserUrl: inject('superuserUrl'),
    passwords: testPasswords,
  }
  const name = `simulation_${process.pid}_${crypto.randomUUID().slice(0, 8)}`
  return {
    base: await buildBase(cluster, name),
    async close() {
      await letClonesGo()
      await drop(cluster, name)
    },
  }
}
