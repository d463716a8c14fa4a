'use client'

import type { ComponentProps } from 'react'
import { addressOf, type InputOf, type UseCase } from '../contract/index.ts'

/** Leads to a list as a file, with the filters it is shown with. The browser downloads it by itself. */
export function ExportLink<U extends UseCase>({
  of,
  filters,
  ...rest
}: { of: U; filters: InputOf<U> } & Omit<ComponentProps<'a'>, 'href' | 'download'>) {
  return (
    <a {...rest} href={addressOf(of, filters)} download>
      {rest.children}
    </a>
  )
}
