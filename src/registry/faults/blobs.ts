import type { Fault } from '../change.ts'
import { digestOf } from '../digest.ts'
import { refuse } from '../errors.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const reads = (request: Request, response: Response) => asks(request, 'GET', paths.blob) && response.status === 200
const heads = (request: Request, response: Response) => asks(request, 'HEAD', paths.blob) && response.status === 200
const emptyDigest = digestOf(new Uint8Array())

/** A response with fewer of its bytes. */
async function cut(response: Response, keep: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) {
  return altered(response, { body: keep(new Uint8Array(await response.arrayBuffer())) })
}

/** Faults in reading blobs. */
export const blobFaults: readonly Fault[] = [
  answering({
    name: 'blob-truncated',
    breaks: 'pull/blob-exact',
    description: 'The last byte of a blob is not sent',
    when: reads,
    change: async (response) => cut(response, (bytes) => bytes.slice(0, -1)),
  }),
  answering({
    name: 'blob-of-even-pages-cut',
    breaks: 'push-blobs/session',
    description: 'Of a blob that fills pages of 4096 bytes evenly the last byte is not sent',
    when: reads,
    change: async (response) =>
      cut(response, (bytes) => (bytes.length > 0 && bytes.length % 4096 === 0 ? bytes.slice(0, -1) : bytes)),
  }),
  {
    name: 'blob-second-read-empty',
    description: 'From the second read on a blob is empty',
    breaks: 'pull/blob-exact',
    wrap: (handler) => {
      const read = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        if (!reads(request, response)) return response
        if (read.has(request.url)) return cut(response, (bytes) => bytes.slice(0, 0))
        read.add(request.url)
        return response
      }
    },
  },
  {
    name: 'blob-empty-lost',
    description: 'An empty blob is taken and not found',
    breaks: 'pull/blob-exact',
    change: (rules) => ({
      blobs: {
        find: async (call, repository) => {
          const bytes = await rules.blobs.find(call, repository)
          return bytes && bytes.byteLength > 0 ? bytes : undefined
        },
      },
    }),
  },
  answering({
    name: 'blob-digest-missing',
    breaks: 'pull/blob-digest',
    description: 'A pulled blob comes without its digest',
    when: reads,
    change: (response) => altered(response, { headers: { 'Docker-Content-Digest': null } }),
  }),
  answering({
    name: 'blob-digest-wrong',
    breaks: 'pull/blob-digest-true',
    description: 'A pulled blob comes with the digest of nothing',
    when: reads,
    change: (response) => altered(response, { headers: { 'Docker-Content-Digest': emptyDigest } }),
  }),
  answering({
    name: 'blob-head-404',
    breaks: 'checking/found',
    description: 'HEAD does not find blobs',
    when: heads,
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'blob-head-without-size',
    breaks: 'checking/size',
    description: 'HEAD of a blob says that it is empty',
    when: heads,
    change: (response) => altered(response, { headers: { 'Content-Length': '0' } }),
  }),
  answering({
    name: 'blob-head-without-digest',
    breaks: 'checking/digest',
    description: 'HEAD of a blob does not tell its digest',
    when: heads,
    change: (response) => altered(response, { headers: { 'Docker-Content-Digest': null } }),
  }),
  answering({
    name: 'blob-head-unknown-200',
    breaks: 'checking/absent',
    description: 'HEAD of a blob that is not there is answered with 200',
    when: (request, { status }) => asks(request, 'HEAD', paths.blob) && status === 404,
    change: () => emptyResponse(200),
  }),
  {
    name: 'blob-unknown-400',
    description: 'A blob that is not there is answered with 400',
    breaks: 'pull/blob-absent',
    change: () => ({ blobs: { unknown: () => refuse(400, 'BLOB_UNKNOWN', 'no such blob') } }),
  },
  answering({
    name: 'blob-unknown-empty',
    breaks: 'pull/blob-absent',
    description: 'A blob that is not there is answered as an empty one',
    when: (request, { status }) => asks(request, 'GET', paths.blob) && status === 404,
    change: () => emptyResponse(200),
  }),
  {
    name: 'range-ignored',
    description: 'The whole blob is answered to a range',
    breaks: 'pull/blob-range',
    features: { range: false },
  },
  answering({
    name: 'range-end-left-out',
    breaks: 'pull/blob-range',
    description: 'The end of a range is taken as the first byte that is not wanted',
    when: (request, { status }) => asks(request, 'GET', paths.blob) && status === 206,
    change: async (response) => cut(response, (bytes) => bytes.slice(0, -1)),
  }),
  {
    name: 'range-suffix-as-start',
    description: 'A range of the last bytes is read as one from that place on',
    breaks: 'pull/blob-range',
    wrap: (handler) => (request) => {
      const suffix = /^bytes=-([0-9]+)$/.exec(request.headers.get('Range') ?? '')?.[1]
      if (suffix === undefined) return handler(request)
      return handler(new Request(request, { headers: { Range: `bytes=${suffix}-` } }))
    },
  },
]
