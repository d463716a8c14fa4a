import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('the configuration', () => {
  it('is right for a laptop without a word', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicOrigin: 'http://localhost:3000',
      edition: 'enterprise',
      trustProxy: false,
    })
  })

  it('takes an empty setting for none', () => {
    expect(readConfig({ PUBLIC_ORIGIN: '', SMTP_URL: '' })).toMatchObject({
      publicOrigin: 'http://localhost:3000',
    })
  })

  it.each([
    ['PORT', '70000'],
    ['PUBLIC_ORIGIN', 'tieout'],
    ['EDITION', 'gold'],
    ['METRICS_TOKEN', 'short'],
  ])('names a wrong %s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`The setting ${name} is not valid`))
  })
})
