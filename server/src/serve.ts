import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import next from 'next'
import type { Host } from './composition.ts'
import { closeHttpServer, createHttpServer } from './http-server.ts'

export interface Serving {
  server: Server
  stop(): Promise<void>
}

const directory = fileURLToPath(new URL('..', import.meta.url))

/** Pages and API on one port, jobs beside them. */
export async function serve(host: Host, options: { dev: boolean }): Promise<Serving> {
  const { config, ids, log } = host.parts
  // Next's tools for development look for their files below the working directory.
  if (options.dev) process.chdir(directory)
  const app = next({ dev: options.dev, dir: directory, hostname: config.host, port: config.port })
  await app.prepare()
  const pages = app.getRequestHandler()
  const server = createHttpServer({
    api: host.api,
    ops: host.ops,
    gate: { authenticator: host.authenticator, ids, allowEval: options.dev },
    pages: async (incoming, outgoing) => await pages(incoming, outgoing),
    publicOrigin: config.publicOrigin,
    trustProxy: config.trustProxy,
    log,
  })
  // Only the tools for development talk over an upgraded connection.
  if (options.dev) server.on('upgrade', app.getUpgradeHandler())
  await host.start()
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(config.port, config.host, listening)
  })
  return {
    server,
    async stop() {
      await closeHttpServer(server)
      await host.stop()
      await app.close()
    },
  }
}
