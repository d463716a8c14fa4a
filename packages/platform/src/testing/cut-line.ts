import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net'

/** What a client asks of the database next: the n-th of its kind since the line was opened. */
export interface Asked {
  what: 'statement' | 'commit'
  n: number
}

/**
 * `cut`: the database never hears of it. `cut after`: it is done, and nobody hears of that.
 * `cut under way`: it is sent, and who asked is cut off at once, whatever becomes of it.
 */
export type Fate = 'pass' | 'cut' | 'cut after' | 'cut under way'

export interface CutLine {
  /** The same database by way of this line. */
  through(url: string): string
  /** Decides on each thing that is asked; what comes behind it waits. */
  decide: (asked: Asked) => Fate | Promise<Fate>
  cuts(): number
  close(): Promise<void>
}

/**
 * A line between a pool and PostgreSQL that really breaks: both ends lose their socket, at a moment that a test
 * chooses. It reads just as much of the protocol as it takes to see statements and commits go by.
 */
export async function openCutLine(databaseUrl: string): Promise<CutLine> {
  const { hostname, port } = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const counted = { statement: 0, commit: 0 }
  let cuts = 0
  const line: CutLine = {
    decide: () => 'pass',
    through(url) {
      const parsed = new URL(url)
      parsed.hostname = '127.0.0.1'
      parsed.port = String((server.address() as AddressInfo).port)
      return parsed.toString()
    },
    cuts: () => cuts,
    async close() {
      for (const each of sockets) each.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  const fateOf = async (message: Message): Promise<Fate> => {
    const what = askedBy(message)
    if (what === null) return 'pass'
    counted[what] += 1
    return await line.decide({ what, n: counted[what] })
  }
  const server = createServer((client) => {
    const database = connectTo({ host: hostname, port: Number(port || 5432) })
    const pair = new Pair(client, database, fateOf, () => (cuts += 1))
    for (const each of [client, database]) {
      sockets.add(each)
      each.on('error', () => {})
      each.on('close', () => {
        sockets.delete(each)
        pair.end()
      })
    }
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return line
}

/** One connection of a client, and its own to the database. */
class Pair {
  readonly #client: Socket
  readonly #database: Socket
  readonly #messages = new Messages()
  #told = Promise.resolve()
  #isDeaf = false

  constructor(
    client: Socket,
    database: Socket,
    fateOf: (message: Message) => Promise<Fate>,
    onCut: () => void,
  ) {
    this.#client = client
    this.#database = database
    client.on('data', (bytes) => {
      for (const message of this.#messages.in(bytes)) {
        this.#told = this.#told.then(async () => this.#tell(message, await fateOf(message), onCut))
      }
    })
    database.on('data', (bytes) => {
      // It answered what was to be done and not heard of.
      if (this.#isDeaf) this.end()
      else client.write(bytes)
    })
  }

  #tell(message: Message, fate: Fate, onCut: () => void): void {
    if (fate !== 'pass') onCut()
    if (fate === 'cut') return this.end()
    if (fate === 'cut after') this.#isDeaf = true
    this.#database.write(message.bytes)
    if (fate !== 'cut under way') return
    this.#client.destroy()
  }

  end(): void {
    this.#client.destroy()
    this.#database.end()
  }
}

interface Message {
  /** Of the first one, which has none, an empty text. */
  type: string
  bytes: Buffer
}

/** The first message has no type; each other begins with a letter and its length. */
class Messages {
  #isFirst = true
  #left = Buffer.alloc(0);

  *in(bytes: Buffer | string): Generator<Message> {
    this.#left = Buffer.concat([this.#left, Buffer.from(bytes)])
    for (;;) {
      const head = this.#isFirst ? 0 : 1
      if (this.#left.length < head + 4) return
      const length = head + this.#left.readInt32BE(head)
      if (this.#left.length < length) return
      const message = this.#left.subarray(0, length)
      const type = this.#isFirst ? '' : message.toString('latin1', 0, 1)
      this.#left = this.#left.subarray(length)
      this.#isFirst = false
      yield { type, bytes: message }
    }
  }
}

function askedBy({ type, bytes }: Message): Asked['what'] | null {
  if (type === 'P') return 'statement'
  if (type !== 'Q') return null
  return /^commit/i.test(bytes.toString('latin1', 5, 12)) ? 'commit' : 'statement'
}
