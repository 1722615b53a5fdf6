import { scenario } from '../../src/check/define.ts'
import { StepFailed, Violation } from '../../src/check/violation.ts'
import { NoResponse } from '../../src/client/wire.ts'
import { closing } from '../blobs/upload.ts'

const octets = { 'content-type': 'application/octet-stream' }

/**
 * One request of every sort, so that monitors have something to look at also where they run alone. Nothing is judged
 * here, and what does not work is for other checks to tell.
 */
export const everySort = scenario('one request of every sort', async ({ repo, alt, make, has }) => {
  const image = make.image()
  const tag = make.tag()
  const referrer = make.artifact({ subject: image })
  const blob = image.blobs[0]!
  await tried(() => repo.put(image, { tag }))
  await tried(() => repo.put(referrer))
  await tried(() => repo.push(make.index({ children: [image] })))
  await tried(async () => {
    for (const method of ['HEAD', 'GET'] as const) {
      await repo.get(image.digest, method)
      await repo.get(tag, method)
      await repo.getBlob(blob.digest, method)
    }
    await repo.send('GET', `blobs/${blob.digest}`, { headers: { range: 'bytes=1-5' } })
    await repo.send('GET', `blobs/${blob.digest}`, { headers: { range: `bytes=${blob.bytes.length + 10}-` } })
    await repo.send('GET', 'tags/list')
    await repo.send('GET', 'tags/list?n=1')
  })
  if (has('referrers')) {
    await tried(async () => {
      await repo.askReferrers(image)
      await repo.askReferrers(image, { artifactType: make.mediaType() })
    })
  }
  await tried(async () => {
    alt.willHold(blob)
    await alt.send('POST', `blobs/uploads/?mount=${blob.digest}&from=${repo.name}`, { body: new Uint8Array() })
    const single = make.blob()
    repo.willHold(single)
    await repo.send('POST', `blobs/uploads/?digest=${single.digest}`, { headers: octets, body: single.bytes })
  })
  await tried(async () => {
    const whole = make.blob(200)
    repo.willHold(whole)
    let at = (await repo.send('POST', 'blobs/uploads/', { body: new Uint8Array() })).location()?.href
    if (at === undefined) return
    for (const range of ['0-99', '100-199']) {
      const bytes = range === '0-99' ? whole.bytes.subarray(0, 100) : whole.bytes.subarray(100)
      const response = await repo.send('PATCH', at, { headers: { ...octets, 'content-range': range }, body: bytes })
      if (response.status !== 202) return
      at = response.location()?.href ?? at
    }
    at = (await repo.send('GET', at)).location()?.href ?? at
    await repo.send('PUT', closing(at, whole.digest), { body: new Uint8Array() })
  })
  await tried(async () => {
    await repo.get(make.digest())
    await repo.getBlob(make.digest())
    await repo.send('PATCH', `manifests/${tag}`)
  })
})

/** Takes steps whose outcome is looked at elsewhere. */
async function tried(steps: () => Promise<unknown>): Promise<void> {
  try {
    await steps()
  } catch (cause) {
    if (!(cause instanceof NoResponse || cause instanceof StepFailed || cause instanceof Violation)) throw cause
  }
}
