import { connect } from '../db/connect.ts'
import { createDatabase, type Database } from '../db/tenancy.ts'
import { openCutLine, type CutLine } from './cut-line.ts'
import type { TestDatabase } from './database.ts'

/** The same data on connections of one's own, as another process has them, over a line that can be cut. */
export interface Severable {
  line: CutLine
  database: Database
  close(): Promise<void>
}

export async function severable({ urls }: TestDatabase, { max = 5 } = {}): Promise<Severable> {
  const line = await openCutLine(urls.app)
  const [app, system] = [urls.app, urls.system].map((url) =>
    connect(line.through(url), { max, applicationName: 'severable', silent: true }),
  )
  if (app === undefined || system === undefined) throw new Error('there are two ways in')
  const database = createDatabase({ app, system })
  return {
    line,
    database,
    async close() {
      await database.close()
      await line.close()
    },
  }
}
