import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'

describe('npm run demo', () => {
  it('plays the way out to its end, in which everything is true', async () => {
    const { code, said } = await demo('out')
    expect(code, said).toBe(0)
    expect(said.match(/^ {2}✓ /gm)?.length).toBe(10)
    expect(said).not.toContain('✗')
    const [, assertions] = /All of it is true: (\d+) assertions in [\d.]+ s\.\n$/.exec(said) ?? []
    expect(Number(assertions)).toBeGreaterThan(50)
  })

  it('lists its chapters, and says so when there is no such one', async () => {
    expect(await demo()).toEqual({ code: 0, said: 'out\n' })
    const { code, said } = await demo('sideways')
    expect(code).toBe(1)
    expect(said).toBe('There is no chapter called sideways. There are: out.\n')
  })
})

async function demo(...chapter: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn('node', ['--disable-warning=ExperimentalWarning', 'scripts/demo.ts', ...chapter], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  }
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, said }
}
