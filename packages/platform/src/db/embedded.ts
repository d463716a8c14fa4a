import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import knex from 'knex'
import { placeFor, preparedBinaries, reachableFor, serverAccount, type Account } from './embedded-place.ts'
import { takeOver } from './embedded-takeover.ts'

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

/** Forgets the cluster and all that is in it; refuses while another Tieout has it open. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const home = embeddedHome(dataDir)
  if (!existsSync(home)) return
  await takeOver(home, join(home, 'cluster'))
  rmSync(home, { recursive: true, force: true })
}

/** Where this cluster's files lie: its passwords, and the pid file of a running server. */
export const embeddedHome = (dataDir: string): string => placeFor(serverAccount(), dataDir)

interface Passwords {
  superuser: string
  owner: string
}

function ensureCluster(binaries: string, home: string, cluster: string, account: Account): Passwords {
  const file = join(home, 'passwords.json')
  // A start killed in the middle leaves half a cluster and no passwords: begin that one again.
  if (existsSync(file) && existsSync(join(cluster, 'PG_VERSION')))
    return JSON.parse(readFileSync(file, 'utf8'))
  rmSync(cluster, { recursive: true, force: true })
  const passwords = { superuser: randomBytes(18).toString('hex'), owner: randomBytes(18).toString('hex') }
  const pwfile = join(home, 'pwfile')
  writeFileSync(pwfile, passwords.superuser, { mode: 0o600 })
  if (account.uid !== undefined) chownSync(pwfile, account.uid, account.gid ?? account.uid)
  const made = spawnSync(
    join(binaries, 'bin', 'initdb'),
    [
      '-D',
      cluster,
      '-U',
      SUPERUSER,
      '--auth=scram-sha-256',
      `--pwfile=${pwfile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...account, encoding: 'utf8', cwd: home, env: serverEnvironment(binaries) },
  )
  rmSync(pwfile, { force: true })
  if (made.status !== 0)
    throw new Error(`The database cluster could not be created: ${made.stderr || String(made.error)}`)
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 })
  return passwords
}

function serverEnvironment(binaries: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    LD_LIBRARY_PATH: join(binaries, 'lib'),
    LC_ALL: 'C',
    TZ: 'UTC',
  }
}

async function launch(
  binaries: string,
  cluster: string,
  port: number,
  account: Account,
  throwaway: boolean,
): Promise<ChildProcess> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
  ]
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
      probe.close(() =>
        address && typeof address === 'object' ? done(address.port) : failed(new Error('no port')),
      )
    })
  })
}
