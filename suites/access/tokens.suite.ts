import { type Check, type Context, check, given, observe } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import { isObject } from '../../src/check/list.ts'
import { accepted, type Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { atOnce, labelOf, type Place, places, shelves } from './cast.ts'
import { expectKept, expectRefused, giveBack, isGranted } from './expect-access.ts'
import { expectAllRefused } from './forms/form.ts'
import { allReads } from './forms/reads.ts'

/** The token by which a user reads a repository. @throws NotApplicable when the target has no tokens */
async function tokenOf({ identity, elsewhere }: Place): Promise<string> {
  await elsewhere.send('GET', 'tags/list')
  const [, token] = /^Bearer (.+)$/.exec(identity.authorization(elsewhere) ?? '') ?? []
  if (token !== undefined) return token
  throw new NotApplicable('the target does not ask for Bearer tokens')
}

/** Users who may read one repository and not the other: their token for the one is tried in the other. */
function confined(context: Context): Place[] {
  const found = places(context, 'read').filter(({ rightsElsewhere }) => rightsElsewhere.includes('read'))
  if (found.length > 0) return found
  throw new NotApplicable('no user is declared who may read one repository and not the other')
}

/** The same repository, asked with a token as it is given. */
function asking(context: Context, { side }: Place) {
  const { repo, alt } = context.stranger
  const here = side === 'a' ? repo : alt
  return (token: string, path: string, method = 'GET') =>
    here.send(method, path, { headers: { authorization: `Bearer ${token}`, accept: accepted } })
}

/** The same repository, where every request carries one token. */
function bearing(context: Context, { side }: Place, token: string): Repository {
  const { repo, alt } = context.stranger
  return (side === 'a' ? repo : alt).withHeaders({ authorization: `Bearer ${token}` })
}

/** Tries to delete with a token of a user who may delete elsewhere, where manifests can be deleted at all. */
async function expectNoDelete(place: Place, { make, has }: Context): Promise<void> {
  const { here, own, identity, side, rightsElsewhere } = place
  if (!has('delete-manifest') || !rightsElsewhere.includes('delete')) return
  if (identity.declared[side].includes('delete')) return
  const image = await own.push(make.part(labelOf(place)).image())
  expectRefused(await here.delete(image.digest), place, 'delete with a token for another repository')
  await expectKept(own, image.digest, identity.declared.name)
}

/** JWTs made from one without its key: with more rights, and with its signature or without. */
function forged(token: string, repository: string): string[] {
  const parts = token.split('.')
  const [header, payload] = parts.slice(0, 2).map(json)
  if (parts.length !== 3 || !isObject(header) || !isObject(payload)) {
    throw new NotApplicable('the tokens of the target are no JWTs')
  }
  const access = [{ type: 'repository', name: repository, actions: ['pull', 'push', 'delete'] }]
  const more = encoded({ ...payload, access })
  return [
    `${parts[0]}.${more}.${parts[2]}`,
    `${parts[0]}.${more}.`,
    ...['none', 'NONE', 'HS256'].map((alg) => `${encoded({ ...header, alg })}.${more}.`),
  ]
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** What tokens are good for. */
export const tokens: readonly Check[] = [
  ...given({ features: ['identities'], needs: ['access/read-granted'] }, [
    check('access/token-elsewhere-refused', shelves, async (shelf, context) => {
      await atOnce(confined(context), async (place) => {
        const token = await tokenOf(place)
        const ask = asking(context, place)
        const { image, blob } = shelf[place.side]
        for (const path of [`manifests/${image.digest}`, `blobs/${blob.digest}`, 'tags/list']) {
          expectRefused(await ask(token, path), place, 'read with a token for another repository')
        }
        expectRefused(
          await ask(token, `manifests/${image.digest}`, 'HEAD'),
          place,
          'read with a token for another repository',
        )
      })
    }),
    ...given({ needs: ['access/token-elsewhere-refused'] }, [
      check('access/token-forms-refused', shelves, async (shelf, context) => {
        await atOnce(confined(context), async (place) => {
          const token = await tokenOf(place)
          const stock = shelf[place.side]
          const here = bearing(context, place, token)
          await expectAllRefused({ ...place, here }, allReads(context, stock), stock)
          await expectNoDelete({ ...place, here }, context)
          if (place.identity.declared[place.side].includes('write')) return
          const start = await here.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
          await giveBack(place.own, start)
          expectRefused(start, place, 'begin an upload with a token for another repository')
        })
      }),
    ]),
    check('access/token-forged-refused', shelves, async (shelf, context) => {
      await atOnce(confined(context), async (place) => {
        const ask = asking(context, place)
        for (const token of forged(await tokenOf(place), place.here.name)) {
          const response = await ask(token, `manifests/${shelf[place.side].image.digest}`)
          expectRefused(response, place, 'read with a token of their own making')
        }
      })
    }),
    observe('access/token-reach', shelves, async (shelf, { repo, alt, identities, stranger }) => {
      const identity = identities.find(({ declared: { a, b } }) => a.includes('read') && b.includes('read'))
      if (!identity) throw new NotApplicable('no identity is declared who may read both repositories')
      await identity.repo.get(shelf.a.image.digest)
      const authorization = identity.authorization(repo)
      if (!authorization?.startsWith('Bearer ')) throw new NotApplicable('the target does not ask for Bearer tokens')
      const response = await stranger.alt.send('GET', `manifests/${shelf.b.image.digest}`, {
        headers: { authorization, accept: accepted },
      })
      return isGranted(response)
        ? { says: `a token for ${repo.name} reads ${alt.name} as well`, lasting: 'it reads elsewhere' }
        : `refused with ${response.status}: a token is good for what it was asked for`
    }),
  ]),
  check('access/challenge', async (context) => {
    const { stranger, identities, make } = context
    const responses: RegistryResponse[] = []
    for (const { repo, alt } of [stranger, ...identities]) {
      responses.push(await repo.send('GET', '/v2/'))
      for (const one of [repo, alt]) {
        responses.push(await one.get(make.digest()), await one.send('GET', 'tags/list'))
        responses.push(await one.delete(make.digest()))
      }
    }
    const asking = responses.filter(({ status }) => status === 401)
    if (asking.length === 0) throw new NotApplicable('nothing was answered with 401')
    for (const response of asking) {
      expect(
        response.headerLines('www-authenticate').some((line) => /\w/.test(line)),
        {
          problem: 'challenge-missing',
          expected: 'a WWW-Authenticate header, such as `Basic realm="registry"`',
          actual: 'no WWW-Authenticate header',
          at: response,
          mistake: 'no-challenge',
        },
      )
    }
  }),
]
