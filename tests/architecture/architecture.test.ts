import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf, isTest, roomOf, root, sourceFiles, withoutComments } from './imports.ts'

/** Arrows go down only. What a room may import of ours; nobody may import what is not listed. */
const MAY_IMPORT: Record<string, string[]> = {
  ui: [],
  'qbo-sandbox': [],
  platform: [],
  billing: ['platform', 'ui'],
  'accounting-sync': ['ui'],
  ee: ['platform'],
  server: ['accounting-sync', 'billing', 'platform', 'ui'],
  migrations: ['platform', 'accounting-sync'],
  scripts: ['server', 'accounting-sync', 'billing', 'platform', 'qbo-sandbox', 'simulation'],
  /** Everything at once, under a clock of its own; nothing imports it but its command. */
  simulation: ['server', 'accounting-sync', 'billing', 'platform', 'qbo-sandbox'],
  /** Examples are other people's hosts: they have the module, and nothing of ours around it. */
  docs: ['accounting-sync'],
}

const files = sourceFiles()
const product = files.filter((path) => !isTest(path))
const rooms = Object.keys(MAY_IMPORT)

describe('the house', () => {
  it('has files in its main rooms, so that the rules below watch something', () => {
    for (const room of ['ui', 'platform', 'billing', 'server', 'ee', 'migrations', 'scripts', 'docs']) {
      expect(product.filter((path) => roomOf(path) === room).length, room).toBeGreaterThan(0)
    }
  })

  it('lets imports go down only', () => {
    const wrong = product.flatMap((path) => {
      const room = roomOf(path)
      const allowed = [room, 'npm', ...(MAY_IMPORT[room] ?? [])]
      return importsOf(path)
        .filter((each) => !allowed.includes(each.room))
        .map((each) => `${path} imports ${each.to}`)
    })
    expect(wrong).toEqual([])
  })

  it('imports the enterprise edition nowhere', () => {
    const wrong = product.flatMap((path) =>
      roomOf(path) === 'ee'
        ? []
        : importsOf(path)
            .filter((each) => each.room === 'ee')
            .map((each) => `${path}: ${each.to}`),
    )
    expect(wrong).toEqual([])
  })

  it('reaches into a package through its doors only', () => {
    const wrong = product.flatMap((path) =>
      importsOf(path)
        .filter(
          (each) =>
            rooms.includes(each.room) && each.room !== roomOf(path) && each.to.startsWith('packages/'),
        )
        // Migrations are frozen history and name the one file they depend on.
        .filter(() => roomOf(path) !== 'migrations')
        .filter((each) => !each.to.includes('/messages/'))
        .map((each) => `${path} imports ${each.to}`),
    )
    expect(wrong).toEqual([])
  })

  it('lets the plain host use the sync, and nothing of the sync the plain host', () => {
    const plain = 'packages/accounting-sync/src/plain/'
    const imports = product.flatMap((path) => importsOf(path)).filter((each) => each.to.startsWith(plain))
    expect(imports.filter((each) => each.from.startsWith(plain)).length).toBeGreaterThan(0)
    const wrong = imports.filter((each) => !each.from.startsWith(plain))
    expect(wrong.map((each) => `${each.from} imports ${each.to}`)).toEqual([])
  })

  it('lets migrations reach the tables a module brings, and nothing else of it', () => {
    const wrong = product
      .filter((path) => roomOf(path) === 'migrations')
      .flatMap((path) => importsOf(path).filter((each) => each.room === 'accounting-sync'))
      .filter((each) => !each.to.startsWith('packages/accounting-sync/src/postgres/tables/'))
      .map((each) => `${each.from} imports ${each.to}`)
    expect(wrong).toEqual([])
  })

  it('keeps what a browser loads free of servers', () => {
    const browserSafe = product.filter(
      (path) => /^packages\/[\w-]+\/src\/(contract|screens)\//.test(path) || path.startsWith('packages/ui/'),
    )
    const effects = /^(node:|knex$|pg$|pg-boss$|pino$|nodemailer$|@node-rs\/)/
    const wrong = browserSafe.flatMap((path) =>
      importsOf(path)
        .filter((each) => effects.test(each.to) || each.to === '@tieout/platform')
        .map((each) => `${path} imports ${each.to}`),
    )
    expect(wrong).toEqual([])
  })

  it('names files with their endings, as Node wants them', () => {
    const wrong = files.flatMap((path) =>
      importsOf(path)
        .filter((each) => each.relative && !existsSync(join(root, each.to)))
        .map((each) => `${path} imports ${each.to}`),
    )
    expect(wrong).toEqual([])
  })

  it('has no server actions: every mutation is a declared route', () => {
    const wrong = product.filter((path) =>
      /^\s*['"]use server['"]/m.test(readFileSync(join(root, path), 'utf8')),
    )
    expect(wrong).toEqual([])
  })
})

describe('time and chance', () => {
  /** The ports themselves, those of the example host too, what runs before or around them, and what only a browser runs. */
  const exempt =
    /^(packages\/platform\/src\/(clock|ids)\.ts|packages\/accounting-sync\/src\/plain\/ports\.ts|packages\/qbo-sandbox\/src\/ports\.ts|scripts\/|docs\/examples\/|packages\/ui\/|.*\.tsx$|packages\/platform\/src\/db\/embedded\.ts)/
  const watched = product.filter((path) => !exempt.test(path))

  it('come in through their ports alone', () => {
    const effects = /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/
    const wrong = watched.filter((path) =>
      effects.test(withoutComments(readFileSync(join(root, path), 'utf8'))),
    )
    expect(wrong).toEqual([])
  })

  it('never come from SQL', () => {
    // `now(): Date` is how TypeScript declares a port's method; SQL writes no colon and space there.
    const effects =
      /(?<![.\w])(now|clock_timestamp|statement_timestamp|gen_random_uuid|uuidv7|random)\(\)(?!: )|\bcurrent_(timestamp|date|time)\b/i
    // The sandbox speaks a query language of its own, in which CURRENT_DATE is a word, and no SQL at all.
    const speaksSql = watched.filter((path) => !path.startsWith('packages/qbo-sandbox/'))
    const wrong = speaksSql.filter((path) =>
      effects.test(withoutComments(readFileSync(join(root, path), 'utf8'))),
    )
    expect(wrong).toEqual([])
  })
})
