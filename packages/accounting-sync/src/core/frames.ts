import { rankOf, type OperationKind } from './operation.ts'

export interface Due {
  operationId: string
  kind: OperationKind
  issueDate: string
  number: string
}

/**
 * What goes out together. One document alone travels as a single call, which is quicker to answer; many
 * travel in frames. What settles documents never shares a frame with them, since the items of a frame
 * cannot lean on each other.
 */
export function packFrames<D extends Due>(due: readonly D[], size: number): D[][] {
  const ordered = due.toSorted(
    (a, b) =>
      rankOf(a.kind) - rankOf(b.kind) ||
      compare(a.issueDate, b.issueDate) ||
      compare(a.number, b.number) ||
      compare(a.operationId, b.operationId),
  )
  const frames: D[][] = []
  for (const each of ordered) {
    const last = frames.at(-1)
    if (last?.[0] !== undefined && last.length < size && rankOf(last[0].kind) === rankOf(each.kind))
      last.push(each)
    else frames.push([each])
  }
  return frames
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
