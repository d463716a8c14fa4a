import { rankOf, type OperationKind } from './operation.ts'

export interface Due {
  operationId: string
  kind: OperationKind
  issueDate: string
  number: string
  /** Somebody waits for it. */
  urgent: boolean
}

/** More than that at once are no longer somebody's one document: they travel together, before the others. */
const MOST_ALONE = 5

/**
 * What goes out together. One document alone travels as a single call, which is quicker to answer and has a
 * lane of its own: so does what somebody waits for. Many travel in frames. What settles documents never shares
 * a frame with them, since the items of a frame cannot lean on each other.
 */
export function packFrames<D extends Due>(due: readonly D[], size: number): D[][] {
  const ordered = due.toSorted(
    (a, b) =>
      Number(b.urgent) - Number(a.urgent) ||
      rankOf(a.kind) - rankOf(b.kind) ||
      compare(a.issueDate, b.issueDate) ||
      compare(a.number, b.number) ||
      compare(a.operationId, b.operationId),
  )
  const alone = due.filter((each) => each.urgent).length <= MOST_ALONE
  const frames: D[][] = []
  for (const each of ordered) {
    const last = frames.at(-1)
    const travelsAlone = alone && each.urgent
    if (last?.[0] !== undefined && last.length < size && !travelsAlone && goTogether(last[0], each))
      last.push(each)
    else frames.push([each])
  }
  return frames
}

const goTogether = (a: Due, b: Due) => rankOf(a.kind) === rankOf(b.kind) && a.urgent === b.urgent

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
