import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'

describe('npm run demo', () => {
  it.each([
    { chapter: 'out', steps: 10, atLeast: 50 },
    { chapter: 'in', steps: 11, atLeast: 100 },
    { chapter: 'credits', steps: 14, atLeast: 100 },
  ])('plays the chapter $chapter to its end, in which everything is true', async ({ chapter, ...least }) => {
    expectTrue(await demo(chapter), least)
  })

  it('plays the whole loop when no chapter is named', async () => {
    expectTrue(await demo(), { steps: 17, atLeast: 150 })
  })

  it('lists its chapters when there is no such one', async () => {
    const { code, said } = await demo('sideways')
    expect(code).toBe(1)
    expect(said).toBe('There is no chapter called sideways. There are: credits, in, out.\n')
  })
})

interface Played {
  code: number | null
  said: string
}

function expectTrue({ code, said }: Played, { steps, atLeast }: { steps: number; atLeast: number }): void {
  expect(code, said).toBe(0)
  expect(said.match(/^ {2}✓ /gm)?.length).toBe(steps)
  expect(said).not.toContain('✗')
  const [, assertions] = /All of it is true: (\d+) assertions in [\d.]+ s\.\n$/.exec(said) ?? []
  expect(Number(assertions)).toBeGreaterThan(atLeast)
}

async function demo(...chapter: string[]): Promise<Played> {
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
