/** Where modules plug in their adapters by type; one registry for each kind of adapter. */
export interface AdapterRegistry<A> {
  register(type: string, adapter: A): void
  /** Throws for a type nobody registered, naming those that are there. */
  get(type: string): A
  has(type: string): boolean
  /** In alphabetical order. */
  types(): string[]
}

/** `kind` is for the sentence of an error: "There is no accounting adapter called …". */
export function createAdapterRegistry<A>(kind: string): AdapterRegistry<A> {
  const adapters = new Map<string, A>()
  const types = () => [...adapters.keys()].toSorted()
  return {
    register(type, adapter) {
      if (adapters.has(type)) throw new Error(`There are two ${kind} adapters called ${type}.`)
      adapters.set(type, adapter)
    },
    get(type) {
      const adapter = adapters.get(type)
      if (adapter === undefined) {
        throw new Error(`There is no ${kind} adapter called ${type}. Known: ${types().join(', ') || 'none'}.`)
      }
      return adapter
    },
    has: (type) => adapters.has(type),
    types,
  }
}
