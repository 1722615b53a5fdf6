import { type Blob, descriptorOf, imageType, type Manifest, manifestOf } from '../../fixtures/make/manifest.ts'
import { type Check, type Context, check, given, observe } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, short } from '../../src/text/shorten.ts'
import { at, atOnce, borders, labelOf, type Place, places, type Stock, shelves } from './cast.ts'
import { giveBack, isGranted } from './expect-access.ts'
import { askedReads } from './forms/asked.ts'

/** Words of a shelf that only users who may read it can know. */
function secretsOf({ image, tags, blob, referrer, index, indexTag }: Stock): string[] {
  const annotations = Object.values(referrer.annotations ?? {}).filter((text) => text.length > 8)
  return [image.digest, blob.digest, referrer.digest, index.digest, indexTag, ...tags, ...annotations]
}

/** What of a response could tell one thing from another: the status, the type and the words of its body. */
function trace(response: RegistryResponse, ...references: readonly string[]): string {
  let body = response.text()
  for (const one of references) body = body.replaceAll(one, '<reference>')
  // Ids of requests, times and the like differ from one response to the next.
  const plain = body.replace(/[0-9a-f]{8,}(-[0-9a-f]+)*/gi, '<id>').replace(/\d+/g, '<number>')
  const shown = ['Docker-Content-Digest', 'OCI-Subject', 'Content-Range'].filter((name) => response.header(name))
  const facts = [`status ${response.status}`, response.header('content-type') ?? 'no type', ...shown]
  return `${facts.join(', ')}: ${plain}`
}

/** Asks for what is there and twice for what is not, and tells both traces where they differ. */
async function compared(
  ask: (reference: string) => Promise<RegistryResponse>,
  there: string,
  missing: readonly [string, string],
): Promise<{ response: RegistryResponse; actual: string; otherwise: string } | undefined> {
  const [response, one, other] = [await ask(there), await ask(missing[0]), await ask(missing[1])]
  const [actual, otherwise] = [trace(response, there), trace(one, missing[0])]
  if (actual === otherwise) return undefined
  // Bodies that differ by themselves say nothing: only the status is left to compare.
  if (trace(other, missing[1]) !== otherwise && response.status === one.status) return undefined
  return { response, actual, otherwise }
}

function expectAlike(difference: Awaited<ReturnType<typeof compared>>, place: Place): void {
  expect(difference === undefined, {
    problem: 'existence-told',
    parts: [at(place)],
    expected: `the same as for what does not exist: ${difference?.otherwise}`,
    actual: difference?.actual ?? '',
    ...(difference && { at: difference.response }),
  })
}

/** What refusals give away. */
export const traces: readonly Check[] = given({ features: ['identities'] }, [
  check('access/refusal-without-content', askedReads, (asked) => {
    for (const { place, stock, response } of asked) {
      if (isGranted(response)) continue
      const text = `${response.text()}\n${JSON.stringify(response.exchange.response?.headers ?? {})}`
      // What was asked for may be repeated.
      const shown = secretsOf(stock).filter((secret) => text.includes(secret) && !response.url.includes(secret))
      expect(shown.length === 0, {
        problem: 'refusal-shows-content',
        parts: [place.identity.declared.name],
        expected: 'a refusal without anything of the repository',
        actual: `status ${response.status}, with ${few(shown.map(short))}`,
        at: response,
      })
    }
  }),
  ...given(
    {
      needs: [
        'access/pull-refused',
        'access/head-refused',
        'access/blob-refused',
        'access/list-refused',
        'access/delete-refused',
        'access/anonymous-reads-refused',
        'access/refusal-without-content',
      ],
    },
    [
      check('access/existence-hidden', shelves, async (shelf, context) => {
        await atOnce(places(context, 'read', { who: 'everybody' }), async (place) => {
          const { here, side, identity } = place
          const { image, tags, blob, referrer, indexTag } = shelf[side]
          const make = context.make.part(labelOf(place))
          const digests = [make.digest(), make.digest()] as const
          const asks: [(reference: string) => Promise<RegistryResponse>, string, readonly [string, string]][] = [
            [(one) => here.get(one), image.digest, digests],
            [(one) => here.get(one, 'HEAD'), image.digest, digests],
            [(one) => here.get(one), tags[0], [make.tag(), make.tag()]],
            [(one) => here.getBlob(one), blob.digest, digests],
            [(one) => here.getBlob(one, 'HEAD'), blob.digest, digests],
            [(one) => here.send('GET', `blobs/${one}`, { headers: { range: 'bytes=0-3' } }), blob.digest, digests],
            [(one) => here.send('GET', `blobs/${one}`, { headers: { range: 'bytes=100000-' } }), blob.digest, digests],
            [(one) => here.get(one, 'HEAD'), indexTag, [make.tag(), make.tag()]],
          ]
          if (context.has('referrers')) {
            const artifactType = referrer.artifactType ?? ''
            asks.push(
              [(one) => here.askReferrers(one), image.digest, digests],
              [(one) => here.askReferrers(one, { artifactType }), image.digest, digests],
              [(one) => here.askReferrers(one, {}, 'HEAD'), image.digest, digests],
            )
          }
          if (!identity.declared[side].includes('delete')) {
            // Of what is there nothing is lost if it is granted: it was put there to be deleted.
            const own = await place.own.push(make.image())
            asks.push([(one) => here.delete(one), own.digest, digests])
          }
          for (const [ask, there, missing] of asks) expectAlike(await compared(ask, there, missing), place)
        })
      }),
    ],
  ),
  ...given({ needs: ['access/mount-refused'] }, [
    check('access/mount-hides-existence', shelves, async (shelf, context) => {
      await atOnce(borders(context), async (place) => {
        const { elsewhere, here, side } = place
        const mount = async (digest: string) => {
          const from = `mount=${digest}&from=${encodeURIComponent(here.name)}`
          elsewhere.willHold(blobOf(digest))
          const response = await elsewhere.send('POST', `blobs/uploads/?${from}`, { body: new Uint8Array() })
          await giveBack(elsewhere, response)
          return response
        }
        const make = context.make.part(labelOf(place))
        expectAlike(await compared(mount, shelf[side].blob.digest, [make.digest(), make.digest()]), place)
      })
    }),
  ]),
  ...given({ needs: ['access/digest-reads-no-blob', 'access/attach-accepted'] }, [
    check('access/push-hides-existence', shelves, async (shelf, context) => {
      await atOnce(borders(context), async (place) => {
        const { elsewhere, side } = place
        const make = context.make.part(labelOf(place))
        const config = make.blob()
        await elsewhere.putBlob(config)
        const missing = [make.digest(), make.digest()] as const
        for (const naming of [layeredWith, listing, attached]) {
          const push = (digest: string) => elsewhere.putManifestOnly(naming(digest, config, make.part(digest)))
          const there = naming === layeredWith ? shelf[side].blob.digest : shelf[side].image.digest
          expectAlike(await compared(push, there, missing), place)
        }
      })
    }),
  ]),
  observe('access/refusal-status', shelves, async (shelf, context) => {
    const lines = new Set<string>()
    for (const place of places(context, 'read', { who: 'everybody' })) {
      const response = await place.here.get(shelf[place.side].image.digest)
      const missing = await place.here.sibling(`${place.here.name}-${context.make.word()}`).get(context.make.tag())
      const who = place.identity.declared.credentials ? 'a user' : 'anonymous'
      lines.add(`${who} is answered ${response.status}, and ${missing.status} in a repository that does not exist`)
    }
    return [...lines].sort().join('; ')
  }),
  observe('access/refusal-time', shelves, async (shelf, context) => {
    const [place] = places(context, 'read', { who: 'everybody' })
    const [there, missing]: [number[], number[]] = [[], []]
    // In turns, so that what else the machine does slows both; the fastest of each is least disturbed.
    for (let time = 0; time < 9; time++) {
      there.push((await place!.here.get(shelf[place!.side].image.digest)).exchange.ms)
      missing.push((await place!.here.get(context.make.digest())).exchange.ms)
    }
    const [known, unknown] = [Math.min(...there), Math.min(...missing)]
    const [longer, shorter] = [Math.max(known, unknown), Math.min(known, unknown)]
    // Within a few milliseconds, or a factor of two, chance explains it.
    if (longer - shorter < 5 || longer < 2 * shorter) return 'no clear difference'
    return `what ${known > unknown ? 'exists' : 'does not exist'} takes longer to be refused`
  }),
])

const size = 100

/** An image with a layer of which only the digest is known. */
function layeredWith(digest: string, config: Blob, make: Context['make']): Manifest {
  return manifestOf('image', imageType, {
    schemaVersion: 2,
    mediaType: imageType,
    config: { ...descriptorOf(config), mediaType: make.mediaType() },
    layers: [{ mediaType: 'application/octet-stream', digest, size }],
  })
}

/** An index with an entry of which only the digest is known. */
function listing(digest: string, _config: Blob, make: Context['make']): Manifest {
  return make.index({ children: [{ ...make.image(), digest: digest as Manifest['digest'] }] })
}

/** An artifact with a subject of which only the digest is known. */
function attached(digest: string, config: Blob, make: Context['make']): Manifest {
  return manifestOf('artifact', imageType, {
    schemaVersion: 2,
    mediaType: imageType,
    artifactType: make.mediaType(),
    config: { ...descriptorOf(config), mediaType: make.mediaType() },
    layers: [],
    subject: { mediaType: imageType, digest, size },
  })
}

/** A blob by its digest alone, to be remembered for the end of the run. */
function blobOf(digest: string): Blob {
  return { digest: digest as Manifest['digest'], bytes: new Uint8Array(), mediaType: '' }
}
