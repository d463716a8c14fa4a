import type { SimTenant, Violation, World } from '../world.ts'
import { theirBooks, type TheirBooks } from './theirs.ts'

/** I1: no two objects over there stand for the same thing of ours; what was voided there stands for nothing. */
export function standsOnce({ sandbox }: World, { tenant, realm }: SimTenant): Violation[] {
  const seen = new Map<string, string[]>()
  for (const { key, name } of marked(theirBooks(sandbox.company(realm)))) {
    seen.set(key, [...(seen.get(key) ?? []), name])
  }
  return [...seen].flatMap(([key, names]) =>
    names.length < 2
      ? []
      : [{ invariant: 'I1', tenant, what: `${names.join(' and ')} both stand for ${key}` }],
  )
}

export function marked({ documents, payments }: TheirBooks): { key: string; marker: string; name: string }[] {
  const of = (kind: string, id: string, marker: string | null, isVoided: boolean) =>
    marker === null || isVoided ? [] : [{ key: `${kind} ${marker}`, marker, name: `${kind} ${id}` }]
  return [
    ...[...documents.values()].flatMap((each) => of(each.kind, each.id, each.marker, each.isVoided)),
    ...[...payments.values()].flatMap((each) => of('payment', each.id, each.marker, each.isVoided)),
  ]
}
