import type { RecordedExchange } from '../../outcome/recording.ts'
import { cksum } from './cksum.ts'

/** Headers that two responses have to have in common to count as the same. */
export const compared = [
  'accept-ranges',
  'allow',
  'content-encoding',
  'content-range',
  'content-type',
  'docker-content-digest',
  'docker-distribution-api-version',
  'link',
  'location',
  'oci-chunk-max-length',
  'oci-chunk-min-length',
  'oci-filters-applied',
  'oci-namespace',
  'oci-subject',
  'oci-tag',
  'range',
  'retry-after',
  'warning',
]

/** What differs between two runs that are otherwise the same. */
export interface Names {
  /** scheme://host[:port] */
  readonly origin: string
  readonly a: string
  readonly b: string
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The twin of `tidy` in the script. */
function tidy(text: string, { origin, a, b }: Names): string {
  return text
    .replaceAll(origin, '')
    .replaceAll(`/v2/${a}`, '/v2/@a')
    .replaceAll(`"${a}`, '"@a')
    .replaceAll(`/v2/${b}`, '/v2/@b')
    .replaceAll(`"${b}`, '"@b')
    .replace(/\/blobs\/uploads\/[^" ,<>\n]*/g, '/blobs/uploads/@session')
    .replace(uuid, '@uuid')
}

/** The expressions of sed that do the same in a script, in the order in which they have to. */
export const tidyExpressions = String.raw`
escaped() { printf '%s' "$1" | sed 's/[][\\.*^$|]/\\&/g'; }
TIDY="s|$(escaped "$REGISTRY")||g
s|/v2/$(escaped "$REPO_A")|/v2/@a|g
s|\"$(escaped "$REPO_A")|\"@a|g
s|/v2/$(escaped "$REPO_B")|/v2/@b|g
s|\"$(escaped "$REPO_B")|\"@b|g
s|/blobs/uploads/[^\" ,<>]*|/blobs/uploads/@session|g
s|[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}|@uuid|g"`.trim()

/** A sum of what a response says: the same as what `sum` in the script says of a response that is the same. */
export function sumOf({ exchange, response }: RecordedExchange, names: Names): string {
  if (!response) return cksum(Buffer.from('000\n'))
  const isHead = exchange.method === 'HEAD'
  const lines = Object.entries(response.headers)
    .filter(([name]) => compared.includes(name) || (isHead && name === 'content-length'))
    .map(([name, values]) => `${name}: ${values.map((value) => value.trim()).join(', ')}\n`)
    .sort()
  const body = Buffer.from(response.body)
  const isJson = response.headers['content-type']?.join(', ').includes('json') ?? false
  const head = Buffer.from(`${response.status}\n${tidy(lines.join(''), names)}`, 'latin1')
  const rest = isJson ? Buffer.from(tidy(`${body.toString('latin1')}\n`, names), 'latin1') : body
  return cksum(Buffer.concat([head, rest]))
}
