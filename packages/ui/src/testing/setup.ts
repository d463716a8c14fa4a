import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// A busy machine takes longer and nothing else: what is waited for is a state, however long it takes.
configure({ asyncUtilTimeout: 10_000 })

afterEach(cleanup)

/** What radix, cmdk and recharts ask of a browser and jsdom does not have: just enough not to throw. */
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

function matchMedia(query: string): MediaQueryList {
  return {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  }
}

globalThis.ResizeObserver ??= NoResize
window.matchMedia ??= matchMedia
Element.prototype.scrollIntoView ??= () => {}
Element.prototype.hasPointerCapture ??= () => false
Element.prototype.setPointerCapture ??= () => {}
Element.prototype.releasePointerCapture ??= () => {}
// axe measures icon fonts on a canvas where there is one; jsdom has none and says so at length.
HTMLCanvasElement.prototype.getContext = () => null
