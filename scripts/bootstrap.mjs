// Runs a script of ours on the Node that the project pins, installing first whatever is missing.
// Plain JavaScript without dependencies: this file runs on the machine's own Node, before any
// `npm install`. Usage: node scripts/bootstrap.mjs scripts/start.ts [arguments]
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.tieout-installed')
const script = process.argv[2]

installIfMissing()
run()

function installIfMissing() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing packages (about a minute, once) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (done.status !== 0) {
    console.error(
      '\nThe packages could not be installed; the lines above say why. Is the npm registry reachable?',
    )
    process.exit(1)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, lock)
}

function run() {
  const bin = join(root, 'node_modules', '.bin')
  const pinned = join(bin, 'node')
  const node = existsSync(pinned) ? pinned : process.execPath
  if (node === process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
    console.error(
      `Node 24 or newer is needed here, and this is ${process.version}. Install Node 24, then try again.`,
    )
    process.exit(1)
  }
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', join(root, script), ...process.argv.slice(3)],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        PATH: `${bin}:${process.env.PATH}`,
        NEXT_TELEMETRY_DISABLED: '1',
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
      },
    },
  )
  // Ctrl-C reaches the whole group; the script ends in its own order and we follow it. A signal
  // sent to us alone is handed on.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
