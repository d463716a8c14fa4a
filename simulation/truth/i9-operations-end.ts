import type { Check } from '../world.ts'
import { bothBooks, type Both } from './both.ts'
import type { OurOperation } from './ours.ts'
import { whyWaiting } from './reasons.ts'

/** I9: every operation is done, left out with a reason, or refused with an open task; what waits says for what. */
export const operationsEnd: Check = async (world) => {
  const all = await Promise.all(
    world.tenants.map(async (tenant) => {
      const both = await bothBooks(world, tenant)
      return both.ours.operations.flatMap((each) =>
        unended(both, each).map((what) => ({ invariant: 'I9', tenant: tenant.tenant, what })),
      )
    }),
  )
  return all.flat()
}

function unended(both: Both, operation: OurOperation): string[] {
  const { kind, number, status, waitReason, waitsFor, errorCode, skipReason } = operation
  const name = `${kind} of ${number}`
  if (status === 'done' || (status === 'skipped' && skipReason !== null)) return []
  if (status === 'in_progress') return [`${name} is still under way`]
  if (whyWaiting(both, operation, { isHealed: true }) !== null) return []
  if (status === 'failed') return [`${name} was refused (${errorCode}), and no task says so`]
  if (status === 'skipped') return [`${name} was left out, and nobody says why`]
  const whatFor = waitsFor.length === 0 ? '' : ` (${waitsFor.join(', ')})`
  return [`${name} waits for nothing that anybody can see: ${waitReason ?? 'no reason'}${whatFor}`]
}
