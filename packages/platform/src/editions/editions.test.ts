import { describe, expect, it } from 'vitest'
import { createEditions, resolveEdition } from './editions.ts'
import { loadEnterprise } from './enterprise-module.ts'

describe('the edition', () => {
  it.each([
    ['community', true, 'community'],
    ['community', false, 'community'],
    ['enterprise', true, 'enterprise'],
  ] as const)('is, when %s is wanted and the ee package present: %s, %s', (wanted, eeLoaded, edition) => {
    expect(resolveEdition({ wanted, eeLoaded })).toEqual({ edition, warning: null })
  })

  it('is community with a clear warning when enterprise is wanted and the package is missing', () => {
    expect(resolveEdition({ wanted: 'enterprise', eeLoaded: false })).toEqual({
      edition: 'community',
      warning: 'EDITION is enterprise, but the ee package is not installed: running as community.',
    })
  })

  const module = { name: 'ee', features: ['stripe'], plugins: [{ name: 'stripe' }] }

  it('allows the features of the enterprise module in the enterprise edition alone', () => {
    expect(createEditions('enterprise', module).allows('stripe')).toBe(true)
    expect(createEditions('enterprise', module).allows('temporal')).toBe(false)
    expect(createEditions('community', module).allows('stripe')).toBe(false)
    expect(createEditions('community', null).allows('stripe')).toBe(false)
  })

  it('brings the plugins of its module', async () => {
    const loaded = await loadEnterprise<{ name: string }>('@tieout/ee', async () => ({ enterprise: module }))
    expect(loaded?.plugins).toEqual([{ name: 'stripe' }])
  })

  it('is fine without the package, as Node really says it', async () => {
    expect(await loadEnterprise('@tieout/no-such-package', (name) => import(name))).toBeNull()
  })

  it('does not come up quietly when the package is there and broken', async () => {
    await expect(loadEnterprise('@tieout/ee', () => import('node:path'))).rejects.toThrow(/does not export/)
    await expect(
      loadEnterprise('@tieout/ee', async () => {
        throw Object.assign(new Error(`Cannot find package 'stripe'`), { code: 'ERR_MODULE_NOT_FOUND' })
      }),
    ).rejects.toThrow(/stripe/)
  })
})
