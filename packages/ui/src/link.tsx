'use client'

import {
  createContext,
  createElement,
  useContext,
  useMemo,
  type AnchorHTMLAttributes,
  type ComponentType,
  type ReactNode,
} from 'react'

export type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

/** What a router's link is to us: something that takes an anchor's props. `next/link` qualifies. */
export type LinkComponent = ComponentType<LinkProps>

export type RenderLink = (props: LinkProps) => ReactNode

const LinkContext = createContext<RenderLink | null>(null)

/** Set the router's link once at the root; every primitive with an `href` then navigates through it. */
export function LinkProvider({ link: Link, children }: { link: LinkComponent; children: ReactNode }) {
  const render = useMemo<RenderLink>(() => (props) => createElement(Link, props), [Link])
  return <LinkContext.Provider value={render}>{children}</LinkContext.Provider>
}

/** Shares a `renderLink` with everything below; for a primitive that takes one as a prop. */
export function RenderLinkProvider(props: { renderLink: RenderLink | undefined; children: ReactNode }) {
  const outer = useContext(LinkContext)
  return <LinkContext.Provider value={props.renderLink ?? outer}>{props.children}</LinkContext.Provider>
}

/** A bare link through whichever router the app has set, or a plain anchor. */
export function UiLink(props: LinkProps) {
  const render = useContext(LinkContext)
  if (render) return <>{render(props)}</>
  return <a {...props}>{props.children}</a>
}
