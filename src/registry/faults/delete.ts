import type { Fault } from '../change.ts'
import { looksLikeDigest } from '../grammar.ts'
import { emptyResponse } from '../respond.ts'

/** Faults in the answers to deletes. */
export const deleteFaults: readonly Fault[] = [
  {
    name: 'delete-status-204',
    description: 'Deleting a manifest is answered with 204',
    breaks: 'manifests/delete-accepted',
    change: () => ({ manifests: { deleteStatus: (call) => (looksLikeDigest(call.reference) ? 204 : 202) } }),
  },
  {
    name: 'delete-tag-status-200',
    description: 'Deleting a tag is answered with 200',
    breaks: 'tags/delete-accepted',
    change: () => ({ manifests: { deleteStatus: (call) => (looksLikeDigest(call.reference) ? 202 : 200) } }),
  },
  {
    name: 'delete-blob-status-200',
    description: 'Deleting a blob is answered with 200',
    breaks: 'blobs/delete-accepted',
    change: () => ({ blobs: { deleteStatus: () => 200 } }),
  },
  {
    name: 'delete-without-effect',
    description: 'Deleting a manifest is answered with 202, and nothing is deleted',
    breaks: 'manifests/deleted',
    change: () => ({ manifests: { remove: () => undefined } }),
  },
  {
    name: 'delete-disabled-403',
    description: 'Deletes are switched off and answered with 403',
    breaks: 'delete/disabled-status',
    features: { deleteManifest: false, deleteTag: false, deleteBlob: false },
    change: (rules) => ({
      http: {
        error: (error, request) => {
          const response = rules.http.error(error, request)
          return request.method === 'DELETE' && error.status === 405
            ? new Response(response.body, { status: 403, headers: response.headers })
            : response
        },
      },
    }),
  },
  {
    name: 'delete-unknown-blob-202',
    description: 'Deleting a blob that is not there is answered with 202',
    breaks: 'blobs/delete-unknown',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const unknown = request.method === 'DELETE' && response.status === 404 && request.url.includes('/blobs/sha')
      return unknown ? emptyResponse(202) : response
    },
  },
]
