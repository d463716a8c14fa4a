import { racesForReal } from './lib/races-for-real.ts'
import { parseArgs } from 'node:util'

const USAGE = `npm run races: what the tests race for seconds, for as long as you like

  --rounds N            every race so many times (200); the refresh of tokens among eight workers, too
  --only NAME           of these races those whose file has that in its name
  --changes A,B         so many changes behind one answer (5000,25000)
  --processes-for-real --minutes M
                        workers that are killed, with people at work on both sides, for so long (5)
  --help                this text
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string', default: '' },
    changes: { type: 'string' },
    'processes-for-real': { type: 'boolean', default: false },
    minutes: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(USAGE)
else process.exitCode = racesForReal(chosen())

function chosen() {
  if (values['processes-for-real']) return { kind: 'processes', minutes: Number(values.minutes) } as const
  if (values.changes !== undefined) return { kind: 'changes', counts: values.changes } as const
  return { kind: 'rounds', rounds: Number(values.rounds ?? 200), only: values.only } as const
}
