import { inflateSync } from 'node:zlib'

/**
 * What is written on the pages of a PDF of ours, one text per page: its content streams inflated and
 * the shown glyphs read back as each font says what they mean, as a reader does that copies them. Knows
 * nothing of how it was drawn.
 */
export function readPages(pdf: Uint8Array): string[] {
  const file = Buffer.from(pdf).toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id, body)
  const kids = /\/Type \/Pages[\s\S]*?\/Kids \[([^\]]*)\]|\/Kids \[([^\]]*)\][\s\S]*?\/Type \/Pages/.exec(
    file,
  )
  const referred = (from: string, name: string) =>
    objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(from)?.[1] ?? '') ?? ''
  return [...(kids?.[1] ?? kids?.[2] ?? '').matchAll(/(\d+) 0 R/g)].map(([, id = '']) => {
    const page = objects.get(id) ?? ''
    const resources = referred(page, 'Resources')
    const fonts = new Map<string, Meanings>()
    for (const [, name = ''] of resources.matchAll(/\/(F\d+) \d+ 0 R/g))
      fonts.set(name, meaningsOf(streamOf(referred(referred(resources, name), 'ToUnicode'))))
    return shownText(streamOf(referred(page, 'Contents')), fonts)
  })
}

function streamOf(object: string): string {
  const start = object.indexOf('stream\n') + 'stream\n'.length
  const length = Number(/\/Length (\d+)/.exec(object)?.[1])
  return inflateSync(Buffer.from(object.slice(start, start + length), 'latin1')).toString('latin1')
}

/** Glyph → the characters it stands for. */
type Meanings = Map<number, string>

function meaningsOf(characterMap: string): Meanings {
  const meanings: Meanings = new Map()
  for (const [, first = '', list = ''] of characterMap.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    for (const [at, [, codes = '']] of [...list.matchAll(/<([^>]*)>/g)].entries()) {
      const units = codes.split(' ').map((code) => Number.parseInt(code, 16))
      meanings.set(Number.parseInt(first, 16) + at, String.fromCharCode(...units))
    }
  }
  return meanings
}

/** Every `[<…>] TJ` is one piece of text, in the font set last; each stands on a line of its own here. */
function shownText(content: string, fonts: Map<string, Meanings>): string {
  const pieces: string[] = []
  let font: Meanings | undefined
  for (const [, name, shown = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name)
    else
      pieces.push(
        glyphsOf(shown)
          .map((glyph) => font?.get(glyph) ?? '\u0000')
          .join(''),
      )
  }
  return pieces.join('\n')
}

const glyphsOf = (shown: string) =>
  [...shown.matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, hex = '']) =>
    (hex.match(/.{4}/g) ?? []).map((glyph) => Number.parseInt(glyph, 16)),
  )
