/** What is still owed on documents while payments are laid upon them one after the other. */
export class Owed {
  readonly #left: Map<string, number>
  readonly #kept = new Map<string, number>()

  constructor(documents: readonly { documentId: string; balanceDueMinor: number }[]) {
    this.#left = new Map(documents.map((each) => [each.documentId, each.balanceDueMinor]))
  }

  /** As if these had never been applied. */
  release(allocations: readonly { documentId: string; amountMinor: number }[]): void {
    for (const { documentId, amountMinor } of allocations) this.#add(documentId, amountMinor)
  }

  /** Put by for whoever has it already: it is theirs before anybody gets more than before. */
  keep(whose: string, documentId: string, amountMinor: number): void {
    this.#kept.set(`${whose} ${documentId}`, this.take(whose, documentId, amountMinor))
  }

  /** As much of it as was put by and is owed. */
  take(whose: string, documentId: string, amountMinor: number): number {
    const key = `${whose} ${documentId}`
    const own = Math.min(amountMinor, this.#kept.get(key) ?? 0)
    this.#kept.delete(key)
    const more = Math.max(0, Math.min(amountMinor - own, this.#left.get(documentId) ?? 0))
    this.#add(documentId, -more)
    return own + more
  }

  #add(documentId: string, minor: number): void {
    const left = this.#left.get(documentId)
    if (left !== undefined) this.#left.set(documentId, left + minor)
  }
}
