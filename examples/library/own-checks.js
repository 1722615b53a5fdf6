// A check, a feature and a fault of one's own: the check fails on a registry with the fault, and on no other one.
import { createRegistry, judge, ownCheck, serveRegistry, violated } from 'oci-referee'

const pinned = ownCheck({
  id: 'acme/pinned',
  title: 'A manifest says how long it may be cached',
  level: 'SHOULD',
  profile: 'pull',
  features: ['acme-cache'],
  async judge({ repo, make }) {
    const image = await repo.push(make.image())
    const response = await repo.get(image.digest)
    if (response.header('cache-control') === undefined)
      violated({
        problem: 'no Cache-Control',
        expected: 'Cache-Control: max-age=…',
        actual: 'no such header',
        at: response,
      })
  },
})

/** Sends the header, as a registry does that has the feature. */
const caching = {
  name: 'caching',
  wrap: (next) => async (request) => {
    const response = await next(request)
    if (request.method === 'GET') response.headers.set('cache-control', 'max-age=3600')
    return response
  },
}

for (const faults of [[caching], []]) {
  const { url, close } = await serveRegistry(createRegistry({ faults }))
  for (const offered of [true, false]) {
    const { checks } = await judge(url, {
      checks: [pinned],
      only: ['acme', 'referrers/listed'],
      features: { 'acme-cache': offered },
      strict: true,
    })
    const verdicts = checks.map(({ id, verdict }) => `${id} ${verdict}`).join(', ')
    console.log(`${faults.length > 0 ? 'caching' : 'plain'}, ${offered ? 'claimed' : 'not claimed'}: ${verdicts}`)
  }
  await close()
}
