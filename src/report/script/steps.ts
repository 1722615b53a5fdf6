import { createHash } from 'node:crypto'
import type { RecordedExchange, Recording } from '../../outcome/recording.ts'
import { isByItself } from './by-itself.ts'
import { type Names, sumOf } from './print.ts'
import { literal, word } from './word.ts'

/** One request of a script. */
export interface Step {
  readonly number: number
  readonly recorded: RecordedExchange
  /** The URL, as a word of the script. */
  readonly url: string
  /** Options of curl, as words of the script. */
  readonly options: readonly string[]
  /** The step whose response named the URL. */
  readonly source?: { readonly number: number; readonly header: 'Location' | 'Link' }
  /** Status that came; 0: no complete response. */
  readonly status: number
  readonly sum: string
  /** URLs that its response named. */
  readonly named: Named
  /** An earlier step that was given the same Location. */
  readonly twin?: number
  /** How often it was asked the same, with the same response each time. */
  readonly times: number
}

/** What a response named, by the header that did. */
type Named = Readonly<Record<'Location' | 'Link', string | undefined>>

/** A file that lies beside a script. */
export interface BodyFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Why no script can be made of a recording. */
export class NoScript extends Error {
  override readonly name = 'NoScript'
}

const left = new Set(['user-agent', 'content-length', 'host', 'connection'])
/** Paths that are made of what is known: a script need not take them from a response. */
const plainPath = /^\/v2\/[^?]+\/(manifests|blobs|referrers|tags)\/(?!uploads(\/|$))[^/]*$/

/**
 * The requests of a recording up to the one that shows what is wrong, in the order in which they were sent.
 * @throws NoScript where one of them cannot be in a script
 */
export function stepsOf(recording: Recording, names: Names): { steps: Step[]; bodies: BodyFile[] } {
  if (recording.exchanges.length === 0) throw new NoScript('the response that shows it also has what other steps left')
  const bodies: BodyFile[] = []
  const steps: Step[] = []
  for (const recorded of once(neededIn(recording), names)) {
    const number = steps.length + 1
    const source = sourceOf(recorded.exchange, steps, names)
    const named = { Location: namedBy(recorded.exchange, 'Location'), Link: namedBy(recorded.exchange, 'Link') }
    const twin = named.Location && steps.find((step) => step.named.Location === named.Location)
    steps.push({
      number,
      named,
      ...(twin && { twin: twin.number }),
      recorded: recorded.exchange,
      ...addressOf(recorded.exchange, source, steps, names),
      options: optionsOf(recorded.exchange, bodyFile(recorded.exchange, number, bodies)),
      status: recorded.exchange.response?.status ?? 0,
      sum: recorded.sum,
      times: recorded.times,
    })
  }
  return { steps, bodies }
}

/** What was sent until the shown response came. */
function neededIn({ exchanges, violation }: Recording): readonly RecordedExchange[] {
  const shown = exchanges.find(({ exchange }) => exchange.id === violation.exchange)
  // Where responses do not fit together, the other ones may have come before or after the one that shows it.
  if (!shown || (violation.facts.kind === 'state' && !isByItself(violation.facts))) return exchanges
  const { at, ms, id } = shown.exchange
  const before = exchanges.filter(({ exchange }) => exchange.id < id || (exchange.id > id && exchange.at < at + ms))
  return [...before.filter((one) => one !== shown), shown]
}

interface Repeated {
  readonly exchange: RecordedExchange
  readonly sum: string
  times: number
}

/** Tells a request once that was sent several times in a row and had the same response each time. */
function once(exchanges: readonly RecordedExchange[], names: Names): Repeated[] {
  const result: Repeated[] = []
  for (const exchange of exchanges) {
    const sum = sumOf(exchange, names)
    const last = result.at(-1)
    if (last && last.sum === sum && isRead(exchange) && isSame(last.exchange, exchange)) {
      result[result.length - 1] = { exchange, sum, times: last.times + 1 }
    } else result.push({ exchange, sum, times: 1 })
  }
  return result
}

const isRead = ({ exchange: { method } }: RecordedExchange) => method === 'GET' || method === 'HEAD'

function isSame(one: RecordedExchange, other: RecordedExchange): boolean {
  const key = ({ exchange, sender, to, headers }: RecordedExchange) =>
    JSON.stringify([exchange.method, sender, to, headers])
  return key(one) === key(other)
}

interface Source {
  readonly step: Step
  readonly header: 'Location' | 'Link'
  /** What the request added to the URL. */
  readonly added: string
}

/**
 * The response that named the URL of a request: the latest of those that named the most of it. Where a session was given
 * twice, each request gets one of its own, as on a registry that gives two.
 */
function sourceOf({ to }: RecordedExchange, steps: readonly Step[], { origin }: Names): Source | undefined {
  if (to.startsWith('/') && plainPath.test(to)) return undefined
  const url = to.startsWith('/') ? origin + to : to
  const used = new Set(steps.flatMap(({ source }) => (source ? [source.number] : [])))
  let best: (Source & { readonly length: number }) | undefined
  for (const step of steps) {
    for (const header of ['Location', 'Link'] as const) {
      const named = step.named[header]
      if (named === undefined || !url.startsWith(named) || (best && best.length > named.length)) continue
      if (best?.length === named.length && used.has(step.number) && !used.has(best.step.number)) continue
      const added = url.slice(named.length)
      if (added === '' || /^[?&]/.test(added)) best = { step, header, added, length: named.length }
    }
  }
  return best
}

function namedBy({ response }: RecordedExchange, header: 'Location' | 'Link'): string | undefined {
  const value = response?.headers[header.toLowerCase()]?.join(', ')
  if (!response || value === undefined) return undefined
  const target = header === 'Location' ? value : /(?:^|, *)<([^>]*)>[^<]*rel="?next/i.exec(value)?.[1]
  return target !== undefined && URL.canParse(target, response.url) ? new URL(target, response.url).href : undefined
}

/** Splits the URL of a session into all up to its repository, its id, and the rest. */
const session = /\/blobs\/uploads\/([^/?]+)(?=\?|$)/

function addressOf(
  { to, exchange }: RecordedExchange,
  source: Source | undefined,
  steps: readonly Step[],
  names: Names,
): Pick<Step, 'url' | 'source'> {
  if (source) {
    const { step, header, added } = source
    const url = `"$(follow ${step.number} ${header} ${added === '' ? "''" : word(added, { ...names, origin: '' })})"`
    return { url, source: { number: step.number, header } }
  }
  const url = to.startsWith('/') ? names.origin + to : to
  if (exchange.url !== url) throw new NoScript('a request of it has a secret in its URL')
  return { url: elsewhere(url, steps, names) ?? word(url, names) }
}

/** The URL of a session in another repository: its id, which a step was given, in the path of that repository. */
function elsewhere(url: string, steps: readonly Step[], names: Names): string | undefined {
  const [before, id, after = ''] = url.split(session, 3)
  if (before === undefined || id === undefined) return undefined
  const step = steps.findLast(({ named }) => named.Location?.split(session, 3)[1] === id)
  if (!step) return undefined
  return `${word(`${before}/blobs/uploads/`, names)}"$(session_of ${step.number})"${after === '' ? '' : word(after, names)}`
}

function optionsOf({ headers, exchange, sender, body }: RecordedExchange, file: string | undefined): string[] {
  if (sender === 'identity') throw new NoScript('it takes users with rights of their own')
  const words: string[] = []
  for (const [name, value] of Object.entries(headers)) {
    if (left.has(name.toLowerCase())) continue
    if (exchange.request.headers[name] !== value) throw new NoScript('a request of it carries a credential')
    words.push('-H', value === '' ? `"${literal(name)};"` : `"${literal(`${name}: ${value}`)}"`)
  }
  if (file !== undefined) words.push('--data-binary', `@"$BODIES/${file}"`)
  else if (body || ['PUT', 'POST', 'PATCH'].includes(exchange.method)) words.push('--data-binary', "''")
  return words
}

/** The file that holds the body of a request; those that are the same are one. */
function bodyFile({ body, headers }: RecordedExchange, number: number, bodies: BodyFile[]): string | undefined {
  if (!body || body.length === 0) return undefined
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const own = hash(body)
  const known = bodies.find(({ bytes }) => bytes.length === body.length && hash(bytes) === own)
  if (known) return known.name
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const name = `${String(number).padStart(3, '0')}.${type.includes('json') ? 'json' : 'bin'}`
  bodies.push({ name, bytes: body })
  return name
}
