import { createServer } from 'node:net'

export type PortState = 'free' | 'busy' | 'forbidden'

/** Asked before anything slow begins, so that a busy port is one sentence and not a stack trace. */
export function portState(port: number, host: string): Promise<PortState> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', (error) => answer('code' in error && error.code === 'EACCES' ? 'forbidden' : 'busy'))
    probe.listen(port, host, () => probe.close(() => answer('free')))
  })
}
