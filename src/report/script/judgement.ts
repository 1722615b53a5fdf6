import type { FactsOf, ViolationFacts } from '../../outcome/violation.ts'
import { shellQuote } from '../../text/shell.ts'
import type { Names } from './print.ts'
import type { Step } from './steps.ts'
import { literal, word } from './word.ts'

/** Name of the file with the bytes that should have come. */
export const expectedFile = 'expected.bin'

/** The condition, in sh, that holds where the last response is the wrong one. */
export function conditionOf(facts: ViolationFacts, last: Step, names: Names, hasBytes: boolean): string {
  const say = conditions[facts.kind] as Condition<ViolationFacts['kind']>
  const condition = say(facts, last, names, hasBytes)
  if (facts.kind === 'status' || facts.kind === 'no-response' || last.status === 0) return condition
  // What is said of a response holds of such a one: another status is another response.
  return `{ [ "$(status ${last.number})" = ${last.status} ] && ${condition}; }`
}

type Condition<Kind extends ViolationFacts['kind']> = (
  facts: FactsOf<Kind>,
  last: Step,
  names: Names,
  hasBytes: boolean,
) => string

/** A registry may say that it deletes nothing: where that is not what was recorded, it is right. */
const notOffered = [400, 405]

const same = ({ number, recorded, sum }: Step) => `same ${number} ${recorded.exchange.method} ${sum}`

const conditions: { readonly [Kind in ViolationFacts['kind']]: Condition<Kind> } = {
  status: ({ expected, actual }, { number, recorded }) => {
    const right = [...expected, ...(recorded.exchange.method === 'DELETE' ? notOffered : [])]
    return `! one_of "$(status ${number})" ${right.filter((status) => status !== actual).join(' ')}`
  },
  header: ({ name, expected, actual, inWords }, last, names) => {
    const header = `header ${last.number} "${literal(name)}"`
    if (inWords) return actual === undefined ? `! ${header} >/dev/null` : same(last)
    if (expected === undefined) return `${header} >/dev/null`
    if (isDigest(name)) return otherDigest(expected, last)
    if (name.toLowerCase() !== 'content-type') return `[ "$(${header})" != ${word(expected, names)} ]`
    // Parameters and capitals do not make it another type.
    const type = `$(${header} | sed 's/[ ;].*//' | tr 'A-Z' 'a-z')`
    return `[ "${type}" != ${word(expected.toLowerCase(), names)} ]`
  },
  bytes: (_facts, last, _names, hasBytes) =>
    hasBytes ? `! cmp -s "$WORK/${last.number}.body" "$BODIES/${expectedFile}"` : same(last),
  body: ({ problem }, last) => {
    const isOdd =
      problem === 'no-descriptors' ? same(last) : `! grep -q '"manifests" *: *\\[' "$WORK/${last.number}.body"`
    return `{ ${same(last)} || ${isOdd}; }`
  },
  'entry-missing': ({ expected }, { number }) => `lacks_one ${number} ${digests(expected)}`,
  'entry-extra': ({ extra }, last) => (extra.length === 0 ? same(last) : `has_one ${last.number} ${digests(extra)}`),
  link: ({ problem }, last) => (problem === 'endless' ? `[ -e "$WORK/${last.number}.endless" ]` : same(last)),
  'no-response': (_facts, { number }) => `[ "$(cat "$WORK/${number}.code")" != 0 ]`,
  state: ({ problem, parts, holds, lacks }, last) => {
    if (problem === 'encoded-unasked') return `header ${last.number} Content-Encoding >/dev/null`
    if (problem === 'session-given-twice' && last.twin !== undefined)
      return `[ "$(header ${last.number} Location)" = "$(header ${last.twin} Location)" ]`
    if (problem === 'digest-header' && parts?.[1] !== undefined) return otherDigest(parts[1], last)
    const [there, missing] = [plain(holds), plain(lacks)]
    if (there.length > 0) return `has_text ${last.number} ${words(there)}`
    return missing.length > 0 ? `lacks_text ${last.number} ${words(missing)}` : same(last)
  },
}

/** Whether it is wrong whatever came before: a header that may not be there, or a digest that is not that of the bytes. */
export function isWrongAnywhere(facts: ViolationFacts, last: Step): boolean {
  if (facts.kind === 'state') {
    const isOtherDigest = facts.problem === 'digest-header' && bitsOf(facts.parts?.[1] ?? '', last) !== undefined
    return isOtherDigest || facts.problem === 'encoded-unasked'
  }
  if (facts.kind !== 'header' || facts.inWords !== undefined) return false
  return facts.expected === undefined || (isDigest(facts.name) && bitsOf(facts.expected, last) !== undefined)
}

const isDigest = (name: string) => name.toLowerCase() === 'docker-content-digest'

/** The algorithm of a digest that a script can make of the body that came whole, by its number of bits. */
function bitsOf(digest: string, { recorded }: Step): string | undefined {
  const isWhole = recorded.exchange.method === 'GET' && recorded.response?.status !== 206
  return isWhole ? /^sha(256|512):/.exec(digest)?.[1] : undefined
}

/** A Docker-Content-Digest is right if it is that of the bytes that came; where none came, if it is as expected. */
function otherDigest(expected: string, last: Step): string {
  const { number } = last
  const header = `header ${number} Docker-Content-Digest`
  const bits = bitsOf(expected, last)
  if (bits === undefined) return `[ "$(${header})" != "${literal(expected)}" ]`
  return `{ digest_of ${number} ${bits}; [ "$(${header})" != "$digest" ]; }`
}

/** Texts without anything that a terminal or an editor would obey: a target may send what it likes. */
function plain(list: readonly string[] | undefined): readonly string[] {
  return (list ?? []).filter((text) => /^[\w.:+@/-]{1,300}$/.test(text))
}

/** Texts as they stand in JSON. */
function words(list: readonly string[]): string {
  return list.map((text) => shellQuote(JSON.stringify(text))).join(' ')
}

function digests(list: readonly string[]): string {
  return list.map((digest) => shellQuote(digest.replace(/[^\w.:+-]/g, ''))).join(' ')
}
