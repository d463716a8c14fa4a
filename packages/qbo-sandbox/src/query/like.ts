/**
 * Whether a text matches a pattern whose only special character is `%`, which stands for anything. The
 * pieces between are looked for from left to right, each at its first place: no going back, so no
 * pattern takes long.
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('%')
  const last = rest.pop()
  if (last === undefined) return (text) => text === first
  const middle = rest.filter((piece) => piece !== '')
  return (text) => {
    if (text.length < first.length + last.length) return false
    if (!text.startsWith(first) || !text.endsWith(last)) return false
    const end = text.length - last.length
    let at = first.length
    for (const piece of middle) {
      const found = text.indexOf(piece, at)
      if (found < 0) return false
      at = found + piece.length
      if (at > end) return false
    }
    return true
  }
}
