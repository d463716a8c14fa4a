import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const home = mkdtempSync(join(tmpdir(), 'qbo-sandbox-package-'))
const theirs = join(home, 'their-project')
const installed = join(theirs, 'node_modules', '@tieout', 'qbo-sandbox')
const run = (file: string, args: string[], cwd: string) => execFileSync(file, args, { cwd, encoding: 'utf8' })

/** The package as a stranger gets it: built, packed, and installed into an empty project without a network. */
beforeAll(() => {
  const folder = join(home, 'folder')
  run('node', ['packages/qbo-sandbox/build.mjs', folder], process.cwd())
  run('npm', ['pack', '--silent', '--pack-destination', home], folder)
  const tarball = readdirSync(home).find((each) => each.endsWith('.tgz')) ?? ''
  mkdirSync(theirs)
  writeFileSync(join(theirs, 'package.json'), '{ "name": "theirs", "private": true, "type": "module" }')
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', join(home, tarball)], theirs)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('the sandbox as a package', () => {
  it('brings JavaScript, declarations and its licence, and nothing else needs installing', () => {
    const names = readdirSync(installed, { recursive: true }).map(String)
    expect(names).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'bin/qbo-sandbox.mjs']))
    expect(names).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/cli/main.js']))
    expect(names.filter((each) => /(?<!\.d)\.ts$|\.test\.|testing/.test(each))).toEqual([])
    const {
      dependencies,
      devDependencies,
      scripts,
      private: closed,
    } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    expect({ dependencies, devDependencies, scripts, closed }).toEqual({})
    expect(readdirSync(join(theirs, 'node_modules')).filter((each) => !each.startsWith('.'))).toEqual([
      '@tieout',
    ])
  })

  it('runs by its own name', async () => {
    const bin = join(theirs, 'node_modules', '.bin', 'qbo-sandbox')
    expect(run(bin, ['--help'], theirs)).toContain('--state FILE')
    const child = spawn(bin, ['--port', '0', '--company', 'Theirs'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<number | null>((done) => child.once('exit', done))
    const line = await new Promise<string>((said) => child.stdout.setEncoding('utf8').once('data', said))
    const { url, realms } = JSON.parse(line)
    expect(realms).toMatchObject([{ name: 'Theirs' }])
    const tokens = await fetch(`${url}/_sandbox/tokens`, {
      method: 'POST',
      body: JSON.stringify({ realmId: realms[0].realmId }),
    })
    expect(await tokens.json()).toMatchObject({ token_type: 'bearer' })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('opens as a library, and its declarations are understood by a strict compiler', () => {
    writeFileSync(
      join(theirs, 'use.ts'),
      `import { createSandbox, type Sandbox } from '@tieout/qbo-sandbox'

const sandbox: Sandbox = createSandbox({ seed: 7, companies: [{ realmId: '1', name: 'Theirs' }] })
const post = (path: string, body: object, token = '') =>
  sandbox.fetch('http://sandbox' + path, {
    method: 'POST',
    headers: { authorization: 'Bearer ' + token, accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const { access_token } = (await (await post('/_sandbox/tokens', { realmId: '1' })).json()) as { access_token: string }
const answer = await post('/v3/company/1/customer', { DisplayName: 'Ahoj' }, access_token)
console.log(await answer.text())
`,
    )
    const types = join(process.cwd(), 'node_modules', '@types')
    const strictly = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom']
    const where = ['--typeRoots', types, '--types', 'node', '--outDir', 'out', 'use.ts']
    run(join(process.cwd(), 'node_modules', '.bin', 'tsc'), [...strictly, ...where], theirs)
    expect(run('node', ['out/use.js'], theirs)).toContain('"DisplayName":"Ahoj"')
  })
})
