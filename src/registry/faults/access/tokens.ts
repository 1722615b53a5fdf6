import type { Grant } from '../../access/scope.ts'
import type { Call } from '../../contract.ts'
import { altered } from '../change-response.ts'
import { isRead, repositories, type Wrong } from './wrong.ts'

/** A fault that lets a token for any repository into every other one, where a request is of some sort. */
const reaching = (name: string, description: string, when: (call: Call) => boolean): Wrong => ({
  name,
  breaks: 'access/tokens',
  scheme: 'bearer',
  description,
  change: (rules, core) => ({
    access: {
      may: (caller, repository, action, call) =>
        rules.access.may(caller, repository, action, call) ||
        (when(call) && repositories(core).some(({ name }) => rules.access.may(caller, name, action, call))),
    },
  }),
})

/** Faults in tokens and challenges. */
export const tokens: readonly Wrong[] = [
  {
    name: 'tokens-good-anywhere',
    scheme: 'bearer',
    breaks: 'access/tokens',
    description: 'A token that allows something in one repository allows it in every other',
    change: (rules, core) => ({
      access: {
        may: (caller, repository, action, call) =>
          [repository, ...core.store.repositories.keys()].some((name) => rules.access.may(caller, name, action, call)),
      },
    }),
  },
  {
    name: 'token-signature-ignored',
    scheme: 'bearer',
    breaks: 'access/tokens',
    description: 'The signature of a token is not checked',
    change: (rules) => ({
      access: {
        caller: async (request, access) => {
          const token = /^Bearer (.+)$/.exec(request.headers.get('Authorization') ?? '')?.[1]
          if (token === undefined) return rules.access.caller(request, access)
          const { decodeJwt } = await import('jose')
          const claims = (decodeJwt(token)['access'] ?? []) as readonly Grant[]
          const grantsIn = (repository: string) => claims.filter(({ name }) => name === repository)
          return {
            known: true,
            may: (repository, action) => grantsIn(repository).some((one) => one.actions.includes(action)),
            mayAskFor: (repository) => grantsIn(repository).length === 0,
          }
        },
      },
    }),
  },
  {
    name: 'challenge-missing',
    breaks: 'access/challenge',
    description: 'Below /v2/ a 401 comes without WWW-Authenticate',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const bare = response.status === 401 && new URL(request.url).pathname !== '/v2/'
      return bare ? altered(response, { headers: { 'WWW-Authenticate': null } }) : response
    },
  },
  {
    name: 'challenge-without-scheme',
    breaks: 'access/challenge',
    description: 'WWW-Authenticate of a 401 has no scheme',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const header = response.headers.get('WWW-Authenticate')
      if (request.headers.has('Authorization') && response.status === 401 && header !== null)
        response.headers.set('WWW-Authenticate', header.replace(/^\w+ /, ''))
      return response
    },
  },
  reaching(
    'tokens-list-tags-anywhere',
    'Tags are listed with a token for whatever repository',
    (call) => call.resource === 'tags',
  ),
  reaching(
    'tokens-list-anywhere',
    'Referrers are listed with a token for whatever repository',
    (call) => call.resource === 'referrers',
  ),
  reaching(
    'tokens-read-ranges-anywhere',
    'Parts of blobs are read with a token for whatever repository',
    (call) => isRead(call) && call.resource === 'blobs' && call.request.headers.has('Range'),
  ),
  reaching(
    'tokens-upload-anywhere',
    'Uploads are begun with a token for whatever repository',
    (call) => call.resource === 'uploads' && call.reference === '',
  ),
  reaching(
    'tokens-delete-anywhere',
    'Manifests are deleted with a token for whatever repository',
    ({ request, resource }) => request.method === 'DELETE' && resource === 'manifests',
  ),
]
