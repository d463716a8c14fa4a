import { describe, expect, it } from 'vitest'
import { drawnPlan, type Plan } from './plan.ts'
import { shrink } from './shrink.ts'

const report = (plan: Plan, fails: boolean) => ({
  plan,
  violations: fails ? [{ invariant: 'I8', tenant: null, what: 'apart' }] : [],
  operations: 1,
  deaths: 0,
  reached: {},
  points: 1,
  hash: '',
})

describe('a plan that fails', () => {
  it('is made as small as what it takes: two acts, one fault, one process', async () => {
    const plan: Plan = {
      ...drawnPlan(1),
      acts: 16,
      workers: 3,
      tenants: 2,
      death: 0.01,
      service: { 'lost-after': 0.1, hang: 0.1, throttled: 0.1 },
    }
    const takes = ({ onlyActs, service }: Plan) =>
      [3, 11].every((act) => onlyActs?.includes(act) ?? true) && service['lost-after'] !== undefined
    const smallest = await shrink({
      plan,
      invariant: 'I8',
      most: 200,
      run: async (each) => report(each, takes(each)),
    })
    expect(smallest).toMatchObject({
      onlyActs: [3, 11],
      service: { 'lost-after': 0.1 },
      workers: 1,
      tenants: 1,
      death: 0,
    })
    expect(Object.keys(smallest.service)).toEqual(['lost-after'])
  })

  it('stays as it is where anything less goes right', async () => {
    const plan = drawnPlan(2)
    expect(
      await shrink({ plan, invariant: 'I8', most: 50, run: async (each) => report(each, each === plan) }),
    ).toBe(plan)
  })

  it('is not made smaller into one that breaks another rule', async () => {
    const plan = drawnPlan(2)
    expect(await shrink({ plan, invariant: 'I1', most: 50, run: async (each) => report(each, true) })).toBe(
      plan,
    )
  })
})
