/** Adapters of one capability (payment gateways, accounting systems, job runners) by their type. */
export interface AdapterRegistry<A> {
  /** A second adapter of the same type is a mistake, not a replacement. */
  register(type: string, adapter: A): void
  /** Throws a sentence that names the known types. */
  get(type: string): A
  has(type: string): boolean
  /** In alphabetical order. */
  types(): string[]
}

/** `capability` is what the sentences call it, such as `payment gateway`. */
export function createAdapterRegistry<A>(capability: string): AdapterRegistry<A> {
  const adapters = new Map<string, A>()
  const types = () => [...adapters.keys()].toSorted()
  return {
    register(type, adapter) {
      if (adapters.has(type)) throw new Error(`There is already a ${capability} called "${type}".`)
      adapters.set(type, adapter)
    },
    get(type) {
      const found = adapters.get(type)
      if (found === undefined) {
        throw new Error(`There is no ${capability} called "${type}". Known: ${types().join(', ') || 'none'}.`)
      }
      return found
    },
    has: (type) => adapters.has(type),
    types,
  }
}
