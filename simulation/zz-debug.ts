import { buildBase, startOwnCluster, runSeed, drawnPlan, everybody } from './index.ts'
const [seed, ...tables] = process.argv.slice(2)
const cluster = await startOwnCluster()
try {
  const base = await buildBase(cluster, 'sim_base')
  const wrap = (inner: any) => async (world: any) => {
    const rows = async () => (await world.owner('tenant_external_entity_mappings').whereIn('tenant', world.tenants.map((t: any) => t.tenant)).orderBy(['tenant','mapping_id'])).map((r: any) => JSON.stringify(r))
    const obs = async () => (await world.owner('accounting_sync_observations').orderBy(['tenant','external_kind','external_id'])).map((r: any) => JSON.stringify(r))
    const before = [...await rows(), ...await obs()]
    const found = await inner(world)
    if (found.length > 0) { const after = [...await rows(), ...await obs()]; for (const r of before) if (!after.includes(r)) console.log('BEFORE', r); for (const r of after) if (!before.includes(r)) console.log('AFTER ', r) }
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
