import type { Base } from './base.ts'
import { cloneOf, drop, open, type Clone } from './cluster.ts'
import { restore } from './restore.ts'

/** A database for one seed after another. */
export interface KeptClone {
  clone: Clone
  /** As it is, for another seed; `spoilt`: something may still be going on in it. */
  giveBack(how: 'sound' | 'spoilt'): Promise<void>
}

/** What was deleted stays in its files for a while, so none serves for ever. */
const MOST_SEEDS = 25

interface Kept {
  base: Base
  name: string
  clone: Clone
  seeds: number
}

const free: Kept[] = []
let made = 0

/** One that an earlier seed of this process is done with, or a new one. */
export async function takeClone(base: Base): Promise<KeptClone> {
  const at = free.findIndex((each) => each.base.template === base.template)
  const [before] = at < 0 ? [] : free.splice(at, 1)
  if (before !== undefined) await restore(before.clone.owner)
  const kept = before ?? (await newClone(base))
  return {
    clone: kept.clone,
    async giveBack(how) {
      kept.seeds += 1
      if (how === 'spoilt' || kept.seeds >= MOST_SEEDS) await letGo(kept)
      else free.push(kept)
    },
  }
}

async function newClone(base: Base): Promise<Kept> {
  const name = `sim_${process.pid}_${(made += 1)}`
  await cloneOf(base.cluster, base.template, name)
  return { base, name, clone: open(base.cluster, name), seeds: 0 }
}

async function letGo({ base, name, clone }: Kept): Promise<void> {
  await clone.close()
  await drop(base.cluster, name)
}

/** Before the process or its cluster ends. */
export async function letClonesGo(): Promise<void> {
  for (const each of free.splice(0)) await letGo(each)
}
