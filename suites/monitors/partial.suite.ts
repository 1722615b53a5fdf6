import { type Check, type Look, monitor } from '../../src/check/define.ts'
import { asked } from './asked.ts'
import { expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

const name = 'Content-Range'

/** A part says which one it is. Several parts at once say so in their body. */
const part: Look = (response) => {
  if (response.status !== 206 || /^multipart\//i.test(response.header('content-type') ?? '')) return false
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.header('content-range') ?? '') ?? []
  expectForm(response, name, first !== undefined, 'bytes <first>-<last>/<size>')
  const length = response.body.length
  const fits = Number(last) - Number(first) + 1 === length && (size === '*' || Number(last) < Number(size))
  expectForm(response, name, fits || response.request.method === 'HEAD', `a range of the ${length} bytes that came`)
  return true
}

const unsatisfied: Look = (response) => {
  const { endpoint, method } = asked(response)
  if (response.status !== 416 || endpoint !== 'blobs' || method !== 'GET') return false
  const value = response.header('content-range')
  expectForm(response, name, value !== undefined && /^bytes \*\/\d+$/.test(value), 'bytes */<size>')
  return true
}

/** What responses about parts of blobs say. */
export const partial: readonly Check[] = [
  monitor('responses/part', () => part, everySort),
  monitor('responses/no-part', () => unsatisfied, everySort),
]
