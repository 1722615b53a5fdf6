import type { Fault } from '../change.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const named = (request: Request, parameter: string) =>
  new URL(request.url).searchParams.get(parameter)?.startsWith('sha512:') === true

/** Faults that show with the second algorithm alone, once a blob was taken by it. */
export const secondAlgorithmFaults: readonly Fault[] = [
  {
    name: 'blob-sha512-head-404',
    description: 'HEAD does not find a blob by its sha512 digest',
    breaks: 'checking/found',
    change: (rules) => ({
      blobs: {
        find: (call, repository) =>
          call.request.method === 'HEAD' && call.reference.startsWith('sha512:')
            ? undefined
            : rules.blobs.find(call, repository),
      },
    }),
  },
  answering({
    name: 'blob-sha512-location-cut',
    breaks: 'push-blobs/session',
    description: 'The Location of a blob pushed by its sha512 digest holds half of it',
    when: (request, response) =>
      asks(request, 'PUT', paths.session) && response.status === 201 && named(request, 'digest'),
    change: (response) =>
      altered(response, {
        headers: { Location: response.headers.get('Location')?.replace(/[0-9a-f]{64}$/, '') ?? null },
      }),
  }),
  {
    name: 'blob-sha512-mount-lost',
    description: 'A mount by sha512 digest is answered with 201, and nothing is mounted',
    breaks: 'mounting/mounted',
    wrap: (handler) => async (request) => {
      if (!asks(request, 'POST', paths.uploads) || !named(request, 'mount')) return handler(request)
      const { pathname, searchParams } = new URL(request.url)
      const Location = pathname.replace(/uploads\/$/, searchParams.get('mount') ?? '')
      return new Response(null, { status: 201, headers: { Location } })
    },
  },
  {
    name: 'blob-sha512-delete-ignored',
    description: 'DELETE of a blob by its sha512 digest is accepted, and the blob stays',
    breaks: 'pull/blob-absent',
    change: (rules) => ({
      blobs: {
        remove: async (call, repository) => {
          if (!call.reference.startsWith('sha512:')) await rules.blobs.remove(call, repository)
        },
      },
    }),
  },
]
