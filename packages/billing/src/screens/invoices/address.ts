/** Where a list stands in the address. Screens know no router: the host's page says where it is and goes on. */
export interface Address {
  query: Pick<URLSearchParams, 'get'>
  /** `replace` while somebody types: nobody wants to go back letter by letter. */
  go: (query: string, how: 'push' | 'replace') => void
}

/** Opens another page of the host. */
export type Go = (href: string) => void
