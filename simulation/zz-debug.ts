import { buildBase, startOwnCluster, runSeed, drawnPlan, everybody } from './index.ts'
const [seed, ...tables] = process.argv.slice(2)
const cluster = await startOwnCluster()
try {
  const base = await buildBase(cluster, 'sim_base')
  const wrap = (inner: any) => async (world: any) => {
    const found = await inner(world)
    if (found.length > 0) {
      for (const t of tables) console.log(t, JSON.stringify(await world.owner.raw(t).then((r: any) => r.rows), null, 1))
    }
    return found
  }
  const cast = { ...everybody, always: () => everybody.always().map(wrap), settled: everybody.settled.map(wrap) }
  const r = await runSeed({ base, cast, plan: drawnPlan(Number(seed)) })
  console.log(r.violations.slice(0, 4))
  console.log(r.story.join('\n'))
} finally { await cluster.stop() }
