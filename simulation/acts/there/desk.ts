import type { Company, Entity } from '@tieout/qbo-sandbox'
import type { Chance } from '../../machine/chance.ts'
import type { SimTenant, World } from '../../world.ts'

/** What the bookkeeper has in front of them. */

type Kind = keyof Company['tables']

export const rowsOf = ({ sandbox }: World, { realm }: SimTenant, kind: Kind): Entity[] => [
  ...sandbox.company(realm).tables[kind].rows.values(),
]

/** One of those that suit; null when none does. */
export function someOf(
  world: World,
  tenant: SimTenant,
  kind: Kind,
  chance: Chance,
  suits: (row: Entity) => boolean = () => true,
): Entity | null {
  const all = rowsOf(world, tenant, kind).filter(suits)
  return all.length === 0 ? null : chance.pick(all)
}

export const amountIn = (row: Entity, field: string): number => {
  const value = row[field]
  return typeof value === 'number' ? value : 0
}

export const isActive = (row: Entity): boolean => row['Active'] !== false
export const isOpen = (row: Entity): boolean => amountIn(row, 'Balance') > 0

export const refOf = (row: Entity, field: string): string => {
  const reference = row[field] as { value?: unknown } | undefined
  return typeof reference?.value === 'string' ? reference.value : ''
}

/** What the company's own rules refuse is an outcome; it left nothing behind. */
export async function tried(wanted: string, act: () => Promise<string | void>): Promise<string> {
  try {
    const more = await act()
    return typeof more === 'string' ? `${wanted}, as ${more}` : wanted
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    if (!said.includes('"Fault"')) throw error
    const code = /"code":"([^"]+)"/.exec(said)?.[1] ?? 'no code'
    return `wanted that: ${wanted}, and was refused: ${code}`
  }
}

/** Half of it or all of it, to the cent. */
export const partOf = (amount: number, chance: Chance): number =>
  chance.happens(0.5) ? amount : chance.between(1, Math.max(1, Math.round(amount * 100))) / 100
