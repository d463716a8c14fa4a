import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import type { OutgoingFrame } from '../../adapter.ts'
import { COLUMNS, type Row } from './cells.ts'

export interface FileOfDocuments {
  name: string
  bytes: Uint8Array
}

/**
 * The file that a frame is: the same to the byte whenever it is asked for. As RFC 4180 describes it, with
 * the mark by which spreadsheets know UTF-8.
 */
export function fileOf({ frameId, writes }: Pick<OutgoingFrame, 'frameId' | 'writes'>): FileOfDocuments {
  // What is not rows was refused when it was delivered, and is in no file.
  const rows = writes.flatMap(({ body, action }) => (action === 'create' ? (rowsIn(body) ?? []) : []))
  const text = stringify([[...COLUMNS], ...rows.map((row) => COLUMNS.map((column) => row[column]))], {
    bom: true,
    record_delimiter: '\r\n',
    quoted_match: /[\r\n]/,
  })
  return { name: `documents-${frameId}.csv`, bytes: new TextEncoder().encode(text) }
}

/** The rows of a document as they were frozen; undefined when it is something else. */
export function rowsIn(body: string): Row[] | undefined {
  try {
    return rowsRead.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}

const rowsRead = z.array(z.record(z.enum(COLUMNS), z.string())).min(1)
