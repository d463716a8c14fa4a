import type { FileAnswer } from '../contract/use-case.ts'

/** The file as it is, never to be taken for something else than it says. */
export function fileResponse(file: FileAnswer, status: number): Response {
  return new Response(new Uint8Array(file.bytes), {
    status,
    headers: {
      'content-type': file.contentType,
      'content-length': String(file.bytes.byteLength),
      'content-disposition': contentDisposition(file.disposition, file.fileName),
      'x-content-type-options': 'nosniff',
    },
  })
}

/**
 * The name twice: plain ASCII for old readers, and as it is in the encoding of RFC 5987. Nothing in a
 * name may end the quoted text or the header.
 */
export function contentDisposition(disposition: FileAnswer['disposition'], fileName: string): string {
  // What is not whole Unicode cannot be encoded at all.
  const name = fileName.toWellFormed()
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%/]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
