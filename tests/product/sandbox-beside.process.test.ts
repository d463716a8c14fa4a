import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRunning } from '../../scripts/lib/running-sandbox.ts'
import { companyBeside } from './company-beside.ts'
import { startProduct, type Product } from './product.ts'

const answers = (url: string) =>
  fetch(`${url}/_sandbox/companies`).then(
    () => true,
    () => false,
  )

/** The QuickBooks companies that come along with `npm start`, and end with it. */
describe('the sandbox beside the product', () => {
  let product: Product
  beforeAll(async () => {
    product = await startProduct()
  })
  afterAll(() => product?.stop())

  it('is there, filled, and told of', async () => {
    const company = await companyBeside(product.home)
    const { url, realms } = company.running
    expect(realms.map((each) => each.name)).toEqual(['Harbor Lane Books', 'Juniper Ridge Books'])
    expect(product.said()).toContain(`${url}/desk`)
    const names = (await company.all('Customer')).map((row) => row['DisplayName'])
    expect(names).toEqual(expect.arrayContaining(['Cedar Clinic', 'Tidewater Legal', 'Harborside Marina']))
    const file = join(product.home, 'sandbox', 'running.json')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  })

  it('ends with it, and the next start finds everything as a bookkeeper left it', async () => {
    const before = await companyBeside(product.home)
    await before.create('customer', { DisplayName: 'Made by hand' })
    expect(await product.stop({ keep: true })).toBe(0)
    expect(await answers(before.running.url)).toBe(false)
    expect(findRunning(product.home)).toBeNull()

    product = await startProduct({ home: product.home })
    const after = await companyBeside(product.home)
    expect(after.running.realms).toEqual(before.running.realms)
    const names = (await after.all('Customer')).map((row) => row['DisplayName'])
    expect(names.filter((each) => each === 'Made by hand' || each === 'Cedar Clinic')).toHaveLength(2)
  })

  it('ends though it is killed, and keeps what was changed the moment before', async () => {
    const before = await companyBeside(product.home)
    await before.create('customer', { DisplayName: 'In the last moment' })
    await product.kill()
    await expect.poll(() => answers(before.running.url), { timeout: 10_000 }).toBe(false)
    product = await startProduct({ home: product.home })
    const after = await companyBeside(product.home)
    expect((await after.all('Customer')).map((row) => row['DisplayName'])).toContain('In the last moment')
  })

  it('stays away where nobody wants it', async () => {
    await product.stop({ keep: true })
    product = await startProduct({ home: product.home, env: { QBO_SANDBOX: 'off' } })
    expect(findRunning(product.home)).toBeNull()
    expect(product.said()).not.toContain('sandbox')
    await product.stop({ keep: true })
    product = await startProduct({ home: product.home, env: { EDITION: 'community' } })
    expect(findRunning(product.home)).toBeNull()
  })
})
