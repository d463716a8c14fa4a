import { type Field, type Fields, shown } from './fields.ts'

const any: Field = { type: 'any' }

/** The block every object carries; where it stands in the order differs by kind. */
export const systemFields: Fields = {
  domain: shown(any),
  sparse: shown(any),
  Id: shown({ type: 'id' }),
  SyncToken: shown(any),
  MetaData: shown(any),
}
