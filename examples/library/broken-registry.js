// A registry in a few lines, and what is wrong with it: it believes any digest. Exit code 1 says so to a pipeline.
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { conclude, formats, judge } from 'oci-referee'

const held = new Map()

const registry = createServer(async (request, response) => {
  const url = new URL(request.url ?? '', 'http://localhost')
  const respond = (status, headers = {}, body = '') => response.writeHead(status, headers).end(body)
  if (url.pathname === '/v2/') return respond(200)
  const [, name, kind, rest] = /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/.exec(url.pathname) ?? []
  if (request.method === 'POST') return respond(202, { location: `/v2/${name}/blobs/uploads/${crypto.randomUUID()}` })
  if (request.method === 'PUT') {
    const key = url.searchParams.get('digest') ?? rest
    held.set(`${name} ${key}`, { type: request.headers['content-type'], body: await buffer(request) })
    return respond(201, { location: `/v2/${name}/${kind}/${key}` })
  }
  const found = held.get(`${name} ${rest}`)
  if (request.method === 'DELETE') return respond(held.delete(`${name} ${rest}`) ? 202 : 404)
  if (!found) return respond(404)
  respond(
    200,
    { 'content-type': found.type ?? 'application/octet-stream' },
    request.method === 'HEAD' ? '' : found.body,
  )
})

await new Promise((ready) => registry.listen(0, '127.0.0.1', () => ready(undefined)))
const only = ['blobs/push', 'blobs/pull', 'blobs/wrong-digest-refused']
const outcome = await judge(`http://127.0.0.1:${registry.address().port}`, { only, settleMs: 200 })
console.log(await formats.markdown.render(outcome))
process.exitCode = conclude(outcome).kind === 'conforms' ? 0 : 1
registry.close()
registry.closeAllConnections()
