'use client'

import type { ReactNode } from 'react'
import { addressOf, type InputOf, type UseCase } from '../contract/index.ts'

/** Leads to a list as a file, with the filters it is shown with. The browser downloads it by itself. */
export function ExportLink<U extends UseCase>(props: {
  of: U
  filters: InputOf<U>
  className?: string
  children: ReactNode
}) {
  return (
    <a href={addressOf(props.of, props.filters)} download className={props.className}>
      {props.children}
    </a>
  )
}
