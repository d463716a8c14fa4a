import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const sentences: Record<string, string> = JSON.parse(
  readFileSync(join(root, 'server/messages/en/problems.json'), 'utf8'),
)

/** The server's own sentence says more than we could: what exactly, and which. */
const SAID_BY_THE_SERVER = new Set<string>([])

const sources = ['packages/platform/src', 'packages/billing/src']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(root, folder, path),
    ),
  )
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(path))

/** `code: 'kebab-case'` and the first argument of `conflict(`, which may stand on a line of its own. */
const CODES = [/\bcode: '([a-z]+(?:-[a-z]+)*)'/g, /\bconflict\(\s*'([a-z]+(?:-[a-z]+)*)'/g]

/** What can be taken in and out of use refuses a second time with its state in the code. */
const BY_STATE = /\bconflict\(\s*`([a-z-]+-)\$\{now\.status\}`/g

const codes = new Set(
  sources.flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    const written = CODES.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
    const built = [...text.matchAll(BY_STATE)].flatMap(([, stem]) => [`${stem}active`, `${stem}inactive`])
    return [...written, ...built]
  }),
)

describe('a refusal', () => {
  it('is found by the scan', () => {
    expect([...codes]).toEqual(
      expect.arrayContaining(['not-found', 'choose-company', 'task-already-resolved']),
    )
  })

  it('has a sentence for the reader', () => {
    const silent = [...codes].filter((code) => !(code in sentences) && !SAID_BY_THE_SERVER.has(code))
    expect(silent).toEqual([])
  })

  it('is not spoken of when nothing refuses like that any more', () => {
    const idle = Object.keys(sentences).filter((code) => !codes.has(code))
    expect(idle).toEqual([])
  })
})
