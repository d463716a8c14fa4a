import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { leftByTheDead, ownFolder } from '../base/leftovers.ts'
import type { PlantedBug } from './bug.ts'

/** The source once more, in a folder of its own, where one text at a time is another than in ours. */
export interface Copy {
  /** Where its simulation stands. */
  simulation: string
  /** From here on it has this bug, and no other. */
  plant(bug: PlantedBug): void
  /** It is as ours again. */
  heal(): void
  remove(): void
}

const ROOT = join(import.meta.dirname, '..', '..')
const ROOMS = ['packages', 'server', 'simulation', 'migrations', 'ee', 'package.json']
const NAME = 'tieout-planted'
const LEFT_OUT = /^(node_modules|\.next|\.data|screens|.*\.test\.tsx?)$/

/** Everything of others is only pointed at; everything of ours is copied, and found in the copy. */
export function copyOfSource(): Copy {
  for (const left of leftByTheDead(tmpdir(), NAME)) rmSync(left, { recursive: true, force: true })
  const home = ownFolder(tmpdir(), NAME)
  for (const room of ROOMS) {
    cpSync(join(ROOT, room), join(home, room), {
      recursive: true,
      filter: (from) => !LEFT_OUT.test(basename(from)),
    })
  }
  pointAtModules(home)
  let planted: PlantedBug | null = null
  const heal = () => {
    if (planted !== null) writeFileSync(join(home, planted.file), readFileSync(join(ROOT, planted.file)))
    planted = null
  }
  return {
    simulation: join(home, 'simulation'),
    plant(bug) {
      heal()
      writeFileSync(join(home, bug.file), withBug(bug))
      planted = bug
    },
    heal,
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}

/** Throws when the source has moved on, so that no bug quietly stops being one. */
export function withBug({ name, file, find, replace }: PlantedBug): string {
  const parts = readFileSync(join(ROOT, file), 'utf8').split(find)
  if (parts.length !== 2) {
    throw new Error(
      `${name}: what it changes in ${file} stands there ${parts.length - 1} times instead of once`,
    )
  }
  return parts.join(replace)
}

function pointAtModules(home: string): void {
  const theirs = join(ROOT, 'node_modules')
  const own = join(home, 'node_modules')
  mkdirSync(join(own, '@tieout'), { recursive: true })
  for (const name of readdirSync(theirs)) {
    if (name !== '@tieout' && !name.startsWith('.')) symlinkSync(join(theirs, name), join(own, name))
  }
  for (const name of readdirSync(join(home, 'packages'))) {
    symlinkSync(join(home, 'packages', name), join(own, '@tieout', name))
  }
}
