import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { Entity, KindName } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'

/** A list whose objects may stand below one another: customers, items, accounts, classes, locations. */
export interface Tree {
  kind: KindName
  /** The flag that says an object stands below another. */
  below: string
  /** The property that holds its own name. */
  name: string
  /** Whether objects show how deep they stand. */
  showsLevel: boolean
}

const DEEPEST = 4

/** Where an object stands: the flag, its parent, its depth and the name that begins with the parent's. */
export function standing(
  tx: Transaction,
  tree: Tree,
  written: JsonObject,
  name: string,
  before: Entity | undefined,
): JsonObject {
  const parentId = idIn(written['ParentRef'])
  if (parentId === undefined && written[tree.below] === true) throw faults.required('ParentRef')
  if (parentId === undefined || written[tree.below] === false) {
    return { [tree.below]: false, ParentRef: undefined, Level: undefined, FullyQualifiedName: name }
  }
  const parent = tx.mustGet(tree.kind, parentId, 'ParentRef')
  if (before !== undefined) refuseCircle(tx, tree, parent, before)
  const level = depthOf(tx, tree, parent) + 1
  if (level + (before === undefined ? 0 : heightOf(tx, tree, before.Id)) > DEEPEST) throw faults.tooDeep()
  return {
    [tree.below]: true,
    ParentRef: written['ParentRef'],
    Level: tree.showsLevel ? level : undefined,
    FullyQualifiedName: `${String(parent['FullyQualifiedName'])}:${name}`,
  }
}

/** Children carry their parent's name and depth; when those change, theirs follow. */
export function carryDown(tx: Transaction, tree: Tree, after: Entity, before: Entity | undefined): void {
  if (before === undefined) return
  const moved =
    after['FullyQualifiedName'] !== before['FullyQualifiedName'] || after['Level'] !== before['Level']
  if (!moved) return
  for (const child of childrenOf(tx, tree, after.Id)) {
    const fullName = `${String(after['FullyQualifiedName'])}:${String(child[tree.name])}`
    const level = tree.showsLevel ? Number(after['Level'] ?? 0) + 1 : undefined
    const changed: Record<string, Json | undefined> = { ...child, FullyQualifiedName: fullName, Level: level }
    if (child['ParentRef'] !== undefined && 'name' in (child['ParentRef'] as JsonObject)) {
      changed['ParentRef'] = { value: after.Id, name: String(after['FullyQualifiedName']) }
    }
    carryDown(tx, tree, tx.put(tree.kind, changed, 'derived'), child)
  }
}

/** What stands below is seen only through its parent: the parent goes last and comes back first. */
export function refuseUnevenActivity(
  tx: Transaction,
  tree: Tree,
  active: boolean,
  written: JsonObject,
  before: Entity | undefined,
): void {
  if (before === undefined || active === (before['Active'] !== false)) return
  if (!active && childrenOf(tx, tree, before.Id).some((each) => each['Active'] !== false)) {
    throw faults.businessRule(`${tree.kind} has active ones below it. Make those inactive first.`)
  }
  const parentId = idIn(written['ParentRef'])
  const parent = parentId === undefined ? undefined : tx.get(tree.kind, parentId)
  if (active && parent?.['Active'] === false) throw faults.inactiveReference('ParentRef')
}

/** Customers' children are indexed; the other lists are short, and looked through only when one moves. */
export function childrenOf(tx: Transaction, tree: Tree, id: string): Entity[] {
  if (tree.kind === 'Customer') {
    const ids = tx.company.childCustomers.get(id) ?? []
    return [...ids].map((each) => tx.get('Customer', each)).filter((each) => each !== undefined)
  }
  return [...tx.company.tables[tree.kind].rows.values()].filter((each) => idIn(each['ParentRef']) === id)
}

function refuseCircle(tx: Transaction, tree: Tree, parent: Entity, self: Entity): void {
  for (let each: Entity | undefined = parent; each !== undefined; each = parentOf(tx, tree, each)) {
    if (each.Id === self.Id) throw faults.businessRule(`${tree.kind} cannot stand below itself.`)
  }
}

function depthOf(tx: Transaction, tree: Tree, entity: Entity): number {
  const parent = parentOf(tx, tree, entity)
  return parent === undefined ? 0 : depthOf(tx, tree, parent) + 1
}

function heightOf(tx: Transaction, tree: Tree, id: string): number {
  return Math.max(0, ...childrenOf(tx, tree, id).map((each) => heightOf(tx, tree, each.Id) + 1))
}

function parentOf(tx: Transaction, tree: Tree, entity: Entity): Entity | undefined {
  const id = idIn(entity['ParentRef'])
  return id === undefined ? undefined : tx.get(tree.kind, id)
}

export function idIn(reference: Json | undefined): string | undefined {
  const value = (reference as JsonObject | undefined)?.['value']
  return typeof value === 'string' ? value : undefined
}
