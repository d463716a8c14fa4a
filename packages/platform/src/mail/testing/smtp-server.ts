import { createServer, type Server, type Socket } from 'node:net'
import { z } from 'zod'

export interface ReceivedMail {
  from: string
  to: string[]
  /** Headers and body as they came over the wire. */
  source: string
}

/** What the server says at this point: its reply, or nothing but a closed connection. */
export type Answer = string | 'drop'

export interface SmtpTestServer {
  url: string
  received: ReceivedMail[]
  /** Replaced by a test to have a recipient refused, or the connection dropped. */
  onSender: (email: string) => Answer
  onRecipient: (email: string) => Answer
  /** Asked when the mail is complete; may take its time. */
  onMail: (mail: ReceivedMail) => Answer | Promise<Answer>
  close(): Promise<void>
}

/** A real SMTP conversation on the loopback, as much of one as a mail needs. */
export async function startSmtpServer(): Promise<SmtpTestServer> {
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    converse(socket, server)
  })
  const port = await listen(listener)
  const server: SmtpTestServer = {
    url: `smtp://127.0.0.1:${port}`,
    received: [],
    onSender: () => '250 sender ok',
    onRecipient: () => '250 recipient ok',
    onMail: () => '250 queued',
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => listener.close(closed))
    },
  }
  return server
}

async function listen(listener: Server): Promise<number> {
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening))
  return z.object({ port: z.number() }).parse(listener.address()).port
}

function converse(socket: Socket, server: SmtpTestServer): void {
  let mail: ReceivedMail = { from: '', to: [], source: '' }
  let inData = false
  let unread = ''
  const answer = (reply: Answer) => (reply === 'drop' ? socket.destroy() : socket.write(`${reply}\r\n`))
  const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? ''

  const onLine = async (line: string) => {
    if (inData) {
      if (line !== '.') return void (mail.source += `${line.replace(/^\./, '')}\r\n`)
      inData = false
      const reply = await server.onMail(mail)
      if (reply.startsWith('250')) server.received.push(mail)
      return answer(reply)
    }
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO' || verb === 'HELO') return answer('250 test')
    if (verb === 'MAIL') {
      mail = { from: address(line), to: [], source: '' }
      return answer(server.onSender(mail.from))
    }
    if (verb === 'RCPT') {
      const reply = server.onRecipient(address(line))
      if (reply.startsWith('250')) mail.to.push(address(line))
      return answer(reply)
    }
    if (verb === 'DATA') {
      inData = true
      return answer('354 go on')
    }
    if (verb === 'QUIT') return socket.end('221 bye\r\n')
    return answer('502 not here')
  }

  answer('220 test')
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (unread + chunk).split('\r\n')
    unread = lines.pop() ?? ''
    for (const line of lines) void onLine(line)
  })
}
