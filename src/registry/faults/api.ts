import type { Fault } from '../change.ts'
import { methodNotAllowed } from '../errors.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const everyThird = 3

/** Faults in the API as a whole: parts of it that are not there, and HTTP that means something else. */
export const apiFaults: readonly Fault[] = [
  {
    name: 'head-not-offered',
    description: 'HEAD is answered with 405 everywhere',
    breaks: 'requirements/pull',
    wrap: (handler, core) => async (request) =>
      request.method === 'HEAD'
        ? core.rules.http.error(methodNotAllowed('HEAD means nothing here', ['GET']), request)
        : handler(request),
  },
  {
    name: 'deletes-not-offered',
    breaks: 'requirements/other-categories',
    alsoBreaks: ['deleting/manifest-accepted'],
    description: 'A DELETE of a manifest is answered as if there were no such endpoint',
    wrap: (handler) => async (request) =>
      asks(request, 'DELETE', paths.manifest) ? emptyResponse(404) : handler(request),
  },
  answering({
    name: 'manifest-head-other-type',
    breaks: 'api/http-semantics',
    description: 'HEAD of a manifest answers another Content-Type than GET',
    when: (request, { status }) => asks(request, 'HEAD', paths.manifest) && status === 200,
    change: (response) => altered(response, { headers: { 'Content-Type': 'application/json' } }),
  }),
  answering({
    name: 'blob-head-other-type',
    breaks: 'api/http-semantics',
    description: 'HEAD of a blob answers another Content-Type than GET',
    when: (request, { status }) => asks(request, 'HEAD', paths.blob) && status === 200,
    change: (response) => altered(response, { headers: { 'Content-Type': 'text/plain' } }),
  }),
  answering({
    name: 'not-allowed-without-allow',
    breaks: 'api/http-semantics',
    description: 'A response with 405 does not say which methods there are',
    when: (_, { status }) => status === 405,
    change: (response) => altered(response, { headers: { Allow: null } }),
  }),
  {
    name: 'namespace-not-repeated',
    description: 'A registry that goes by ns does not say so in OCI-Namespace',
    breaks: 'proxying/namespace-header',
    hints: { features: { namespaces: true } },
    wrap: (handler) => async (request) => {
      const { host, searchParams } = new URL(request.url)
      const namespace = searchParams.get('ns')
      return namespace === null || namespace === host ? handler(request) : emptyResponse(404)
    },
  },
  {
    name: 'namespace-of-its-own',
    description: 'OCI-Namespace holds another host than ns',
    breaks: 'proxying/namespace-header',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (new URL(request.url).searchParams.has('ns')) response.headers.set('OCI-Namespace', 'upstream.example')
      return response
    },
  },
  {
    name: 'too-many-requests-unannounced',
    description: `Of requests to /v2/ every third is answered with 429, without Retry-After`,
    breaks: 'errors/retry-after',
    wrap: (handler) => {
      let count = 0
      return async (request) => {
        if (new URL(request.url).pathname !== '/v2/') return handler(request)
        count += 1
        return count % everyThird === 0 ? emptyResponse(429) : handler(request)
      }
    },
  },
  answering({
    name: 'tags-unknown-repository-empty',
    breaks: 'endpoints/unknown-tags',
    description: 'The tags of a repository that does not exist are an empty list',
    when: (request, { status }) => asks(request, 'GET', paths.tags) && status === 404,
    change: (response, request) =>
      altered(response, {
        status: 200,
        body: JSON.stringify({ name: new URL(request.url).pathname.slice(4, -'/tags/list'.length), tags: [] }),
      }),
  }),
  answering({
    name: 'delete-unknown-manifest-202',
    breaks: 'endpoints/delete-unknown',
    alsoBreaks: ['deleting/no-repository'],
    description: 'Deleting a manifest that is not there is answered with 202',
    when: (request, { status }) => asks(request, 'DELETE', paths.manifestByDigest) && status === 404,
    change: () => emptyResponse(202),
  }),
  answering({
    name: 'delete-unknown-tag-202',
    breaks: 'endpoints/delete-unknown',
    description: 'Deleting a tag that is not there is answered with 202',
    when: (request, { status }) => asks(request, 'DELETE', paths.manifestByTag) && status === 404,
    change: () => emptyResponse(202),
  }),
]
