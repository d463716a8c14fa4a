/** What is sent back. */
export interface Reply {
  status: number
  body: unknown
}

/** Turned away before anything was done. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
  readonly reply: Reply

  constructor(reply: Reply) {
    super(`turned away with ${reply.status}`)
    this.reply = reply
  }
}

export const no = (status: number, detail: string, more: object = {}) =>
  new Unanswered({ status, body: { detail, ...more } })

export const json = ({ status, body }: Reply): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
