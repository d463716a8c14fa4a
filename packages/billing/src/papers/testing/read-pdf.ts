import { inflateSync } from 'node:zlib'

/**
 * What is written on the pages of a PDF of ours, one text per page: its content streams inflated and
 * the shown strings read back in the encoding of the standard fonts. Knows nothing of how it was drawn.
 */
export function readPages(pdf: Uint8Array): string[] {
  const file = Buffer.from(pdf).toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id, body)
  const kids = /\/Type \/Pages[\s\S]*?\/Kids \[([^\]]*)\]|\/Kids \[([^\]]*)\][\s\S]*?\/Type \/Pages/.exec(
    file,
  )
  const pages = [...(kids?.[1] ?? kids?.[2] ?? '').matchAll(/(\d+) 0 R/g)].map(
    ([, id = '']) => objects.get(id) ?? '',
  )
  return pages.map((page) => {
    const contents = /\/Contents (\d+) 0 R/.exec(page)?.[1] ?? ''
    return shownText(streamOf(objects.get(contents) ?? ''))
  })
}

function streamOf(object: string): string {
  const start = object.indexOf('stream\n') + 'stream\n'.length
  const length = Number(/\/Length (\d+)/.exec(object)?.[1])
  return inflateSync(Buffer.from(object.slice(start, start + length), 'latin1')).toString('latin1')
}

/** Every `[<…>] TJ` is one piece of text; each stands on a line of its own here. */
function shownText(content: string): string {
  const pieces = [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
    [...shown.matchAll(/<([0-9a-f]*)>/gi)]
      .map(([, hex = '']) => windows1252.decode(Buffer.from(hex, 'hex')))
      .join(''),
  )
  return pieces.join('\n')
}

const windows1252 = new TextDecoder('windows-1252')
