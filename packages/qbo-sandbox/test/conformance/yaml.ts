/** What a cassette of recorded traffic can hold: text, lists and maps. */
export type Yaml = string | Yaml[] | { [key: string]: Yaml }

interface Line {
  indent: number
  text: string
}

/**
 * Reads the small part of YAML that VCR writes: maps and lists by indentation, plain and single-quoted
 * text, the latter over several lines. Refuses the rest instead of guessing.
 */
export function readYaml(source: string): Yaml {
  const lines = source
    .split('\n')
    .map((each) => ({ indent: each.length - each.trimStart().length, text: each.trim() }))
    .filter(({ text }) => text !== '---')
  const reader = { lines, at: 0 }
  const value = readBlock(reader, 0)
  skipEmpty(reader)
  if (reader.at < lines.length) throw new Error(`YAML: cannot read "${lines[reader.at]?.text}"`)
  return value
}

interface Reader {
  lines: Line[]
  at: number
}

function skipEmpty(reader: Reader): void {
  while (reader.lines[reader.at]?.text === '') reader.at += 1
}

function readBlock(reader: Reader, indent: number): Yaml {
  skipEmpty(reader)
  return reader.lines[reader.at]?.text.startsWith('- ') ? readList(reader, indent) : readMap(reader, indent)
}

function readList(reader: Reader, indent: number): Yaml[] {
  const items: Yaml[] = []
  for (;;) {
    const line = reader.lines[reader.at]
    if (line === undefined || line.indent !== indent || !line.text.startsWith('- ')) return items
    const text = line.text.slice(2)
    if (keyIn(text) === undefined) {
      reader.at += 1
      items.push(readText(reader, text))
    } else {
      // The item is a map that begins beside the dash.
      reader.lines[reader.at] = { indent: indent + 2, text }
      items.push(readMap(reader, indent + 2))
    }
  }
}

function readMap(reader: Reader, indent: number): Yaml {
  const map: { [key: string]: Yaml } = {}
  for (;;) {
    const line = reader.lines[reader.at]
    const key = line?.indent === indent ? keyIn(line.text) : undefined
    if (line === undefined || key === undefined) return map
    const rest = line.text.slice(key.length + 1).trim()
    reader.at += 1
    if (rest !== '') {
      map[key] = readText(reader, rest)
      continue
    }
    const next = reader.lines[reader.at]
    // A list may stand as far to the left as the key it belongs to.
    const below = next?.text.startsWith('- ') ? next.indent : (next?.indent ?? 0)
    map[key] = readBlock(reader, below)
  }
}

const keyIn = (text: string): string | undefined => /^([\w-]+):(?: |$)/.exec(text)?.[1]

function readText(reader: Reader, first: string): string {
  if (first.startsWith('"') || first.startsWith('|') || first.startsWith('>')) {
    throw new Error(`YAML: cannot read "${first.slice(0, 40)}"`)
  }
  if (!first.startsWith("'")) return first
  let text = first.slice(1)
  // Quotes inside are doubled, so a text is at its end with an odd number of quotes.
  while ((/'*$/.exec(text)?.[0].length ?? 0) % 2 === 0) {
    const line = reader.lines[reader.at]
    if (line === undefined) throw new Error('YAML: a text has no end')
    reader.at += 1
    text += line.text === '' ? '\n' : `${text.endsWith('\n') ? '' : ' '}${line.text}`
  }
  return text.slice(0, -1).replaceAll("''", "'")
}
