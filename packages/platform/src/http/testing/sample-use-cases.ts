import { z } from 'zod'
import { anyone, defineCommand, defineQuery, fileAnswer, mspWith, shortText } from '../../contract/index.ts'

/** One of each kind of declaration, for the tests of the HTTP layer. */
export const rename = defineCommand({
  name: 'company.rename',
  summary: 'Rename',
  access: mspWith('settings:update'),
  input: z.object({ name: shortText }),
  output: z.object({ name: z.string() }),
  http: { method: 'PATCH', path: '/company' },
})
export const forget = defineCommand({
  name: 'company.forget_audit',
  summary: 'Changes without an audit',
  access: mspWith('settings:update'),
  input: z.object({}),
  output: z.object({}),
  http: { method: 'POST', path: '/company/forget' },
})
export const fail = defineQuery({
  name: 'company.fail',
  summary: 'Breaks',
  access: mspWith('settings:read'),
  input: z.object({}),
  output: z.object({}),
  http: { method: 'GET', path: '/company/fail' },
})
export const hello = defineCommand({
  name: 'hello.say',
  summary: 'Says hello',
  access: anyone,
  input: z.object({ name: z.string().max(10) }),
  output: z.object({ said: z.string() }),
  http: { method: 'POST', path: '/hello' },
})
export const letter = defineQuery({
  name: 'company.letter',
  summary: 'A file',
  access: mspWith('settings:read'),
  input: z.object({ fileName: shortText }),
  output: fileAnswer,
  answers: 'file',
  http: { method: 'GET', path: '/company/letter.bin' },
})
export const stamp = defineCommand({
  name: 'company.stamp',
  summary: 'Changes something and answers a file',
  access: mspWith('settings:update'),
  input: z.object({}),
  output: fileAnswer,
  answers: 'file',
  http: { method: 'POST', path: '/company/stamp' },
})
export const BYTES = Uint8Array.from([0, 255, 13, 10, 128, 1])
