import { emptyCompany } from '../../company/company.ts'
import type { Company, Entity, KindName } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { stampSeconds } from '../../time.ts'

export const START = Date.parse('2026-11-21T12:00:00Z')
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const DAY = 24 * 60 * MINUTE

/** A company whose rows a test puts in as it likes, without any rule of bookkeeping in between. */
export function looseCompany() {
  const company = emptyCompany({ realmId: '9130', name: 'Harbor Books' })
  return {
    company,
    put(kind: KindName, id: string, at: number, fields: JsonObject = {}): Entity {
      const before = company.tables[kind].rows.get(id)
      const entity: Entity = {
        ...before,
        ...fields,
        Id: id,
        SyncToken: '0',
        MetaData: {
          CreateTime: before?.MetaData.CreateTime ?? stampSeconds(at),
          LastUpdatedTime: stampSeconds(at),
        },
      }
      company.tables[kind].rows.set(id, entity)
      noteChange(company, kind, id, at)
      return entity
    },
    drop(kind: KindName, id: string, at: number): void {
      company.tables[kind].rows.delete(id)
      company.tables[kind].removed.add(id)
      noteChange(company, kind, id, at)
    },
  }
}

function noteChange(company: Company, kind: KindName, id: string, at: number): void {
  company.sequence += 1
  company.tables[kind].changes.push({ at, sequence: company.sequence, id })
  company.tables[kind].latest.set(id, company.sequence)
}

/** An answer's members, read as a client reads them. */
export const read = (members: string): JsonObject => JSON.parse(`{${members}}`) as JsonObject
