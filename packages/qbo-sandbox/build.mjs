// Makes the folder that is published: JavaScript and declarations, since Node runs no TypeScript under
// node_modules. Usage: node build.mjs [folder], then npm pack or npm publish in that folder.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const target = resolve(process.argv[2] ?? join(here, '.data', 'package'))
const dist = join(target, 'dist')
const read = (path) => JSON.parse(readFileSync(join(here, path), 'utf8'))

if (process.argv[2] !== undefined && existsSync(target)) {
  process.stderr.write(`${target} is there already; name a folder that is not.\n`)
  process.exit(1)
}
rmSync(target, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
compile()
copyWhatIsNoCode()
cpSync(join(here, 'bin'), join(target, 'bin'), { recursive: true })
for (const [from, name] of [
  ['README.md', 'README.md'],
  ['../../LICENSE', 'LICENSE'],
]) {
  if (existsSync(join(here, from))) cpSync(join(here, from), join(target, name))
}
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
process.stdout.write(`${target}\n`)

function compile() {
  const compiler = join(here, '../../node_modules/.bin/tsc')
  const done = spawnSync(compiler, ['-p', 'tsconfig.build.json', '--outDir', dist], {
    cwd: here,
    stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0) process.exit(1)
}

/** Pages and pictures that the source reads beside itself. */
function copyWhatIsNoCode() {
  const source = join(here, 'src')
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.ts')) continue
    const path = join(entry.parentPath, entry.name)
    cpSync(path, join(dist, path.slice(source.length)))
  }
}

function manifest() {
  const { name, version, description, license, type, bin, keywords, engines } = read('package.json')
  return {
    name,
    version,
    description,
    license,
    type,
    keywords,
    engines,
    bin,
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    files: ['bin', 'dist'],
    sideEffects: false,
  }
}
