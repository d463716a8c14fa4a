/**
 * JSON with a line for each part; other text as it is. Works on the text itself, so that what people compare
 * with their own traffic, such as `340.00`, stays as it was on the wire.
 */
export function readable(body: string): string {
  return isJson(body) ? indented(body) : body
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Strings and empty brackets stay whole; every other mark decides where a line ends. */
const PARTS = /"(?:[^"\\]|\\.)*"|\[\s*\]|\{\s*\}|[[\]{},:]|[^\s[\]{},:"]+/g

function indented(json: string): string {
  let depth = 0
  const line = () => `\n${'  '.repeat(depth)}`
  return [...json.matchAll(PARTS)]
    .map(([part]) => {
      if (part === '{' || part === '[') {
        depth += 1
        return part + line()
      }
      if (part === '}' || part === ']') {
        depth -= 1
        return line() + part
      }
      if (part === ',') return `,${line()}`
      return part === ':' ? ': ' : part.replace(/^([[{])\s*([\]}])$/, '$1$2')
    })
    .join('')
}
