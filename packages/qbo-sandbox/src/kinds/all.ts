import type { Kind } from '../company/kind.ts'
import type { KindName } from '../company/state.ts'
import { listKinds } from './lists.ts'
import { salesKinds } from './sales.ts'
import { otherKinds } from './others.ts'

const kinds = new Map<KindName, Kind>()
for (const kind of [...listKinds, ...salesKinds, ...otherKinds]) kinds.set(kind.name, kind)

export function kindOf(name: KindName): Kind {
  const kind = kinds.get(name)
  if (kind === undefined) throw new Error(`The sandbox has no ${name}`)
  return kind
}

/** As paths and queries write it: `invoice`, `CreditMemo`, in any case. */
const byPath = new Map([...kinds.values()].map((kind) => [kind.name.toLowerCase(), kind]))

export const kindByPath = (path: string): Kind | undefined => byPath.get(path.toLowerCase())
