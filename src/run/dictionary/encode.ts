import type { Mistake, Shows } from './mistake.ts'

/** Mistakes as they ship: checks are numbers in a list, so that hundreds of mistakes stay small. */
export interface Table {
  /** Ids of checks. */
  readonly checks: readonly string[]
  readonly mistakes: readonly (readonly [fault: string, description: string, requirement: string, shows: string])[]
}

/** Writes mistakes down. The order of the mistakes stays, that of what they show does not matter. */
export function encode(mistakes: readonly Mistake[]): Table {
  const checks = [...new Set(mistakes.flatMap(({ shows }) => [...shows.keys()]))].sort()
  const numbers = new Map(checks.map((id, at) => [id, at]))
  return {
    checks,
    mistakes: mistakes.map(({ fault, description, requirement, shows }) => [
      fault,
      description,
      requirement,
      encodeShows(shows, numbers),
    ]),
  }
}

/** Reads what {@link encode} wrote. */
export function decode({ checks, mistakes }: Table): Mistake[] {
  return mistakes.map(([fault, description, requirement, shows]) => ({
    fault,
    description,
    requirement,
    shows: decodeShows(shows, checks),
  }))
}

/** `status 1 4-6;header 2` */
function encodeShows(shows: Shows, numbers: ReadonlyMap<string, number>): string {
  const kinds = [...new Set(shows.values())].sort()
  return kinds
    .map((kind) => {
      const of = [...shows].filter(([, one]) => one === kind).map(([id]) => numbers.get(id)!)
      return [kind, ...spans(of.sort((a, b) => a - b))].join(' ')
    })
    .join(';')
}

function spans(sorted: readonly number[]): string[] {
  const found: [number, number][] = []
  for (const one of sorted) {
    const last = found.at(-1)
    if (last && last[1] + 1 === one) last[1] = one
    else found.push([one, one])
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`))
}

function decodeShows(text: string, checks: readonly string[]): Shows {
  const shows = new Map<string, string>()
  for (const part of text.split(';').filter(Boolean)) {
    const [kind = '', ...ranges] = part.split(' ')
    for (const range of ranges) {
      const [from = 0, to = from] = range.split('-').map(Number)
      for (let at = from; at <= to; at++) shows.set(checks[at]!, kind)
    }
  }
  return shows
}
