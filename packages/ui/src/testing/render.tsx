import { render, type RenderResult } from '@testing-library/react'
import axe from 'axe-core'
import type { ReactNode } from 'react'
import { IntlProvider, type AbstractIntlMessages } from 'use-intl'
import ui from '../../messages/en.json' with { type: 'json' }

export interface RenderUiOptions {
  /** Other namespaces; `ui` is there already. */
  messages?: AbstractIntlMessages
  locale?: string
  timeZone?: string
  now?: Date
}

function Wrapped({ node, options }: { node: ReactNode; options: RenderUiOptions }) {
  return (
    <IntlProvider
      locale={options.locale ?? 'en'}
      timeZone={options.timeZone ?? 'UTC'}
      now={options.now ?? new Date('2026-03-15T12:00:00Z')}
      messages={{ ui, ...options.messages }}
    >
      {node}
    </IntlProvider>
  )
}

/** Renders inside what every primitive counts on. `rerender` keeps it around what it is given. */
export function renderUi(node: ReactNode, options: RenderUiOptions = {}): RenderResult {
  const result = render(<Wrapped node={node} options={options} />)
  return {
    ...result,
    rerender: (next: ReactNode) => result.rerender(<Wrapped node={next} options={options} />),
  }
}

/** Colour is left out, since jsdom computes none: the tokens' contrast has a test of its own. */
export async function expectNoViolations(container: Element = document.body): Promise<void> {
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } })
  if (violations.length === 0) return
  const lines = violations.map(
    (one) => `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.html}`).join('\n')}`,
  )
  throw new Error(`axe found ${violations.length} violations\n${lines.join('\n')}`)
}
