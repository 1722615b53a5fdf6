import { type Check, type Look, monitor } from '../../src/check/define.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { asked } from './asked.ts'
import { expectField, expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

const form = '0-<the last byte>'

/** The last byte that has arrived, as a response tells it; undefined: not in the form of the text. */
function lastIn(response: RegistryResponse): number | undefined {
  const [, last] = /^0-(\d+)$/.exec(response.header('range') ?? '') ?? []
  return last === undefined ? undefined : Number(last)
}

/** How far sessions have come, by their locations. */
class Progress {
  readonly #reached = new Map<string, { readonly last: number; readonly by: number }>()

  of(url: string): number | undefined {
    return this.#reached.get(url)?.last
  }

  note(response: RegistryResponse, last: number): void {
    const at = { last, by: response.exchange.id }
    this.#reached.set(asked(response).url, at)
    const next = response.location()?.href
    if (next !== undefined) this.#reached.set(next, at)
  }

  /** A request that was sent before one whose response has come already: it may have arrived before that one, too. */
  isOvertaken(response: RegistryResponse): boolean {
    return response.exchange.id < (this.#reached.get(asked(response).url)?.by ?? 0)
  }

  /**
   * A session that is closed or cancelled is over, and the text has no Range for it; one whose close was refused may have
   * lost its bytes: up to 1.1.1 the text says nothing of them.
   */
  forgetEnded(response: RegistryResponse): void {
    if (response.request.method !== 'PUT' && response.request.method !== 'DELETE') return
    const place = placeOf(asked(response).url)
    for (const url of this.#reached.keys()) if (placeOf(url) === place) this.#reached.delete(url)
  }
}

/** A location without its query, which holds state and the digest. */
const placeOf = (url: string) => url.split('?')[0]

/** The first and last byte of a chunk, where the request says so and tells the truth. */
function chunkIn(response: RegistryResponse): readonly [first: number, last: number] | undefined {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(asked(response).header('content-range') ?? '') ?? []
  const length = response.request.body?.length ?? 0
  if (first === undefined || Number(last) - Number(first) + 1 !== length) return undefined
  return [Number(first), Number(last)]
}

const isChunk = ({ request: { method, body }, status }: RegistryResponse) =>
  method === 'PATCH' && status === 202 && body !== undefined && body.length > 0

function chunkRange(): Look {
  const progress = new Progress()
  return (response) => {
    progress.forgetEnded(response)
    if (!isChunk(response) || progress.isOvertaken(response)) return false
    const before = progress.of(asked(response).url)
    const last = lastIn(response)
    expectForm(response, 'Range', last !== undefined, form)
    expectForm(response, 'Range', (last ?? 0) >= (before ?? 0), `0-${before} or more`, 'so much had arrived before')
    const chunk = chunkIn(response)
    // A chunk that does not come next is for other checks to judge.
    if (chunk && chunk[0] === (before ?? -1) + 1)
      expectField(response, 'Range', last === chunk[1], `0-${chunk[1]}`, 'the end of the chunk')
    progress.note(response, last ?? 0)
    return true
  }
}

/** Of a session where nothing has arrived, the form of the text can say nothing. */
function statusRange(): Look {
  const progress = new Progress()
  return (response) => {
    progress.forgetEnded(response)
    const last = lastIn(response)
    if (isChunk(response) && last !== undefined) progress.note(response, last)
    const before = progress.of(asked(response).url)
    if (response.request.method !== 'GET' || response.status !== 204 || before === undefined) return false
    expectForm(response, 'Range', last !== undefined, form)
    expectForm(response, 'Range', (last ?? 0) >= before, `0-${before} or more`, 'so much had arrived before')
    progress.note(response, last ?? 0)
    return true
  }
}

const chunkMinimum: Look = (response) => {
  const value = response.header('oci-chunk-min-length')
  if (value === undefined) return false
  expectForm(response, 'OCI-Chunk-Min-Length', /^\d+$/.test(value), 'a number of bytes')
  return true
}

/** What upload sessions say of themselves. */
export const sessionRange: readonly Check[] = [
  monitor('responses/chunk-range', chunkRange, everySort),
  monitor('responses/status-range', statusRange, everySort),
  monitor('responses/chunk-minimum', () => chunkMinimum, everySort),
]
