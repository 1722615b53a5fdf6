import type { Fault } from '../../change.ts'
import { refuse } from '../../errors.ts'
import { looksLikeDigest } from '../../grammar.ts'
import { isIndex, mediaTypes } from '../../manifest.ts'
import { emptyResponse } from '../../respond.ts'
import { altered, answering } from '../change-response.ts'
import { byTag, gets, heads, isIndexResponse, isTypeOf } from './ask.ts'

/** Faults that show with some kinds of manifests alone. */
export const kinds: readonly Fault[] = [
  answering({
    name: 'head-404-for-tagged-indexes',
    breaks: 'checking/found',
    description: 'HEAD does not find an index by its tag',
    when: (request, response) => heads(request, response) && byTag(request) && isIndexResponse(response),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'head-404-for-docker-lists',
    breaks: 'checking/found',
    description: 'HEAD does not find a docker list',
    when: (request, response) => heads(request, response) && isTypeOf(mediaTypes.dockerList)(response),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'head-without-digest-for-tagged-indexes',
    breaks: 'checking/digest',
    description: 'HEAD of an index by its tag has no digest',
    when: (request, response) => heads(request, response) && byTag(request) && isIndexResponse(response),
    change: (response) => altered(response, { headers: { 'Docker-Content-Digest': null } }),
  }),
  answering({
    name: 'head-without-size-for-tagged-indexes',
    breaks: 'checking/size',
    description: 'HEAD of an index by its tag has no size',
    when: (request, response) => heads(request, response) && byTag(request) && isIndexResponse(response),
    change: (response) => altered(response, { headers: { 'Content-Length': null } }),
  }),
  answering({
    name: 'digest-missing-for-tagged-indexes',
    breaks: 'pull/manifest-digest',
    description: 'An index pulled by its tag comes without its digest',
    when: (request, response) => gets(request, response) && byTag(request) && isIndexResponse(response),
    change: (response) => altered(response, { headers: { 'Docker-Content-Digest': null } }),
  }),
  answering({
    name: 'docker-images-as-oci',
    breaks: 'pull/manifest-type',
    description: 'A docker image comes with the Content-Type of an OCI image',
    when: (request, response) => gets(request, response) && isTypeOf(mediaTypes.dockerImage)(response),
    change: (response) => altered(response, { headers: { 'Content-Type': mediaTypes.image } }),
  }),
  answering({
    name: 'docker-lists-not-found-by-tag',
    breaks: 'pull/manifest-exact',
    description: 'A docker list is found by its digest alone',
    when: (request, response) => gets(request, response) && byTag(request) && isTypeOf(mediaTypes.dockerList)(response),
    change: () => emptyResponse(404),
  }),
  {
    name: 'subject-types-as-json',
    description: 'A manifest with a subject that was pushed by tag comes as application/json',
    breaks: 'pull/manifest-type',
    change: (rules) => ({
      manifests: {
        readHeaders: (call, manifest) => ({
          ...rules.manifests.readHeaders(call, manifest),
          ...(manifest.content.subject && !looksLikeDigest(call.reference)
            ? { 'Content-Type': 'application/json' }
            : {}),
        }),
      },
    }),
  },
  {
    name: 'nested-indexes-flattened',
    description: 'An index of indexes is not found, once it was accepted',
    breaks: 'pull/manifest-exact',
    change: (rules) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          return found?.content.manifests.some(isIndex) && call.request.method === 'GET' ? undefined : found
        },
      },
    }),
  },
  {
    name: 'layerless-images-refused',
    description: 'An image without layers is refused',
    breaks: 'pushing-manifests/created',
    change: () => ({
      manifests: {
        checkSubject: ({ manifest: { mediaType, content } }) => {
          if (mediaType === mediaTypes.image && content.blobs.length < 2)
            throw refuse(400, 'MANIFEST_INVALID', 'there are no layers')
        },
      },
    }),
  },
]
