import type { Fault } from '../change.ts'
import type { Handler } from '../contract.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const rangeOf = (request: Request) => (asks(request, 'GET', paths.blob) ? (request.headers.get('Range') ?? '') : '')
const sizeIn = (response: Response) => Number(response.headers.get('Content-Range')?.split('/')[1])
const part = (request: Request, response: Response) => rangeOf(request) !== '' && response.status === 206

/** The same request without some headers. */
function without(request: Request, ...names: string[]): Request {
  const headers = new Headers(request.headers)
  for (const name of names) headers.delete(name)
  return new Request(request, { headers })
}

/** A fault in the responses to some ranges. */
function range({
  name,
  description,
  shape,
  change,
}: {
  readonly name: string
  readonly description: string
  readonly shape: RegExp
  readonly change: (response: Response, request: Request, handler: Handler) => Response | Promise<Response>
}): Fault {
  return {
    name,
    description,
    breaks: 'pull/blob-range',
    wrap: (handler) => async (request) => {
      if (!shape.test(rangeOf(request))) return handler(request)
      return change(await handler(request), request, handler)
    },
  }
}

/** Faults in ranges of blobs. */
export const blobRangeFaults: readonly Fault[] = [
  answering({
    name: 'range-not-clipped',
    breaks: 'pull/blob-range',
    description: 'A range that ends beyond the blob is named as it was asked for',
    when: part,
    change: (response, request) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(rangeOf(request)) ?? []
      if (last === undefined || Number(last) < sizeIn(response)) return response
      return altered(response, { headers: { 'Content-Range': `bytes ${first}-${last}/${sizeIn(response)}` } })
    },
  }),
  answering({
    name: 'range-longer-than-its-bytes',
    breaks: 'pull/blob-range',
    description: 'The length of a range that ends beyond the blob is that which was asked for',
    when: part,
    change: (response, request) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(rangeOf(request)) ?? []
      if (last === undefined || Number(last) < sizeIn(response)) return response
      return altered(response, { headers: { 'Content-Length': String(Number(last) - Number(first) + 1) } })
    },
  }),
  answering({
    name: 'range-suffix-too-long-416',
    breaks: 'pull/blob-range',
    description: 'A range of more last bytes than there are is refused with 416',
    when: (request, response) => {
      const [, length] = /^bytes=-(\d+)$/.exec(rangeOf(request)) ?? []
      return part(request, response) && Number(length) > sizeIn(response)
    },
    change: () => emptyResponse(416),
  }),
  range({
    name: 'range-of-nothing-whole',
    description: 'The last 0 bytes are answered with 206 and all',
    shape: /^bytes=-0$/,
    change: (_, request, handler) => handler(new Request(request, { headers: { Range: 'bytes=0-' } })),
  }),
  range({
    name: 'range-first-byte-empty',
    description: 'The first byte alone is answered with 206 and no bytes',
    shape: /^bytes=0-0$/,
    change: (response) => (response.status === 206 ? altered(response, { body: '' }) : response),
  }),
  range({
    name: 'range-several-joined',
    description: 'Several parts come joined into one, named as the first',
    shape: /^bytes=\d+-\d+,\d+-\d+$/,
    change: async (_, request, handler) => {
      const parts = await Promise.all(
        rangeOf(request)
          .replace('bytes=', '')
          .split(',')
          .map((one) => handler(new Request(request, { headers: { Range: `bytes=${one}` } }))),
      )
      const bytes = await Promise.all(parts.map((one) => one.arrayBuffer()))
      return altered(parts[0]!, { body: new Uint8Array(Buffer.concat(bytes.map((one) => new Uint8Array(one)))) })
    },
  }),
  range({
    name: 'range-unit-416',
    description: 'A range of an unknown unit is refused with 416',
    shape: /^(?!bytes=)./,
    change: () => emptyResponse(416),
  }),
  range({
    name: 'range-malformed-500',
    description: 'A malformed range is answered with 500',
    shape: /^bytes=(9-2|[a-z]+)$/,
    change: () => emptyResponse(500),
  }),
  {
    name: 'range-condition-ignored',
    description: 'A part is answered though the condition in If-Range does not hold',
    breaks: 'pull/blob-range',
    wrap: (handler) => (request) => handler(rangeOf(request) === '' ? request : without(request, 'If-Range')),
  },
  answering({
    name: 'range-of-head-416',
    breaks: 'checking/found',
    description: 'HEAD of a blob with a range is answered with 416',
    when: (request) => asks(request, 'HEAD', paths.blob) && request.headers.has('Range'),
    change: () => emptyResponse(416),
  }),
]
