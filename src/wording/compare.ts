import { normalise } from './fingerprint.ts'
import { strengthOf, withoutKeywords } from './keywords.ts'
import type { Sentence } from './sentences.ts'
import { overlap, similarity, type Words, wordsOf } from './similarity.ts'
import type { PlacedKeyword, SpecText } from './statements.ts'
import type { KnownStatement } from './survey.ts'

/** What happened to a statement between two texts. */
export const changeKinds = ['strengthened', 'relaxed', 'reversed', 'removed', 'added', 'reworded', 'moved'] as const
export type ChangeKind = (typeof changeKinds)[number]

/** A statement, or the sentence that it was or became when it has no keyword there. */
export interface Side extends Sentence {
  readonly keywords: readonly PlacedKeyword[]
}

/** A statement that is not the same in both texts. */
export interface Change {
  /** At least one; `reversed` is an obligation that became a prohibition, or the other way round. */
  readonly kinds: readonly ChangeKind[]
  /** Absent: added. */
  readonly before?: Side
  /** Absent: removed. */
  readonly after?: Side
  /** Requirements that stand in it, by the wording of either text. */
  readonly requirements: readonly string[]
}

export interface Comparison {
  /** In the order of the newer text; what was removed comes last. */
  readonly changes: readonly Change[]
  /** Headings that have another name now, by the sentences under them: what stands there did not move. */
  readonly renamed: readonly Renamed[]
  /** Statements that are the same in both, under the same heading. */
  readonly unchanged: number
  /** Statements of the newer text with the statement of the older one that each was. */
  readonly pairs: ReadonlyMap<KnownStatement, KnownStatement>
}

export interface Renamed {
  readonly before: string
  readonly after: string
}

/** A text whose statements were recognised. */
export interface KnownText extends Omit<SpecText, 'statements'> {
  readonly statements: readonly KnownStatement[]
}

/** Words in common from which on two sentences are taken for one: less is asked for under the same heading. */
const alike = { sameHeading: 0.6, elsewhere: 0.75 }

/**
 * What changed from one text to another. Statements are paired by what is surest first: the same sentence under the
 * same heading, the same sentence elsewhere, the same requirement, the most similar sentence; in the end with
 * sentences that lost or gained their keywords.
 */
export function compare(older: KnownText, newer: KnownText): Comparison {
  const renamed = renamedHeadings(older, newer)
  const nameNow = new Map(renamed.map(({ before, after }) => [before, after]))
  const place = ({ heading }: Sentence) => nameNow.get(heading) ?? heading
  const pairing = new Pairing(older.statements, newer.statements)
  pairing.byKey((one) => `${one.fingerprint} ${place(one)}`)
  pairing.byKey(({ fingerprint }) => fingerprint)
  pairing.byLikeness((a, b) => (sharesRequirement(a, b) ? 1 + similarity(a.text, b.text) : 0))
  const words = new Map(
    [...older.statements, ...newer.statements].map((one) => [one, wordsOf(withoutKeywords(one.text))]),
  )
  pairing.byLikeness((a, b) => accepted(overlap(words.get(a)!, words.get(b)!), place(a) === place(b)))

  const lost = plainPairs(pairing.older, newer.plain, place)
  const gained = plainPairs(pairing.newer, older.plain, place)
  const changed: Change[] = []
  let unchanged = 0
  for (const [after, before] of pairing.pairs) {
    const kinds = kindsOf(before, after, place)
    if (kinds.length > 0) changed.push({ kinds, before, after, requirements: requirementsOf(before, after) })
    else unchanged++
  }
  for (const after of pairing.newer) {
    const plain = gained.get(after)
    const requirements = requirementsOf(after)
    if (!plain) changed.push({ kinds: ['added'], after, requirements })
    else changed.push({ kinds: kindsOf(bare(plain), after, place), before: bare(plain), after, requirements })
  }
  const removed: Change[] = []
  for (const before of pairing.older) {
    const plain = lost.get(before)
    const requirements = requirementsOf(before)
    if (!plain) removed.push({ kinds: ['removed'], before, requirements })
    else changed.push({ kinds: kindsOf(before, bare(plain), place), before, after: bare(plain), requirements })
  }
  changed.sort((a, b) => a.after!.line - b.after!.line)
  return { changes: [...changed, ...removed], renamed, unchanged, pairs: pairing.pairs }
}

/** Statements of two texts that are not paired yet, and the pairs. */
class Pairing {
  older: readonly KnownStatement[]
  newer: readonly KnownStatement[]
  readonly pairs = new Map<KnownStatement, KnownStatement>()

  constructor(older: readonly KnownStatement[], newer: readonly KnownStatement[]) {
    this.older = older
    this.newer = newer
  }

  /** Pairs statements that have a key in common, the first with the first. */
  byKey(key: (statement: KnownStatement) => string): void {
    const waiting = new Map<string, KnownStatement[]>()
    for (const one of this.older) waiting.set(key(one), [...(waiting.get(key(one)) ?? []), one])
    for (const one of this.newer) {
      const before = waiting.get(key(one))?.shift()
      if (before) this.pairs.set(one, before)
    }
    this.#leaveOutPaired()
  }

  /** Pairs the most alike first. @param likeness 0 for statements that are no pair */
  byLikeness(likeness: (before: KnownStatement, after: KnownStatement) => number): void {
    for (const [before, after] of maxAlike(this.older, this.newer, likeness)) this.pairs.set(after, before)
    this.#leaveOutPaired()
  }

  #leaveOutPaired(): void {
    const before = new Set(this.pairs.values())
    this.older = this.older.filter((one) => !before.has(one))
    this.newer = this.newer.filter((one) => !this.pairs.has(one))
  }
}

/** Pairs of two lists, the most alike first, each member at most once. Of equals, the earlier in its text. */
function maxAlike<A, B>(
  left: readonly A[],
  right: readonly B[],
  likeness: (a: A, b: B) => number,
): (readonly [A, B])[] {
  const scored: { a: A; b: B; score: number }[] = []
  for (const a of left) {
    for (const b of right) {
      const score = likeness(a, b)
      if (score > 0) scored.push({ a, b, score })
    }
  }
  scored.sort((one, other) => other.score - one.score)
  const taken = new Set<A | B>()
  return scored.flatMap(({ a, b }) => {
    if (taken.has(a) || taken.has(b)) return []
    taken.add(a).add(b)
    return [[a, b] as const]
  })
}

/** Statements of one text with the sentences without keywords that they are in the other one. */
function plainPairs(
  statements: readonly KnownStatement[],
  plain: readonly Sentence[],
  place: (sentence: Sentence) => string,
): ReadonlyMap<KnownStatement, Sentence> {
  const words = new Map<Sentence, Words>()
  for (const one of [...statements, ...plain]) words.set(one, wordsOf(withoutKeywords(one.text)))
  return new Map(
    maxAlike(statements, plain, (a, b) => accepted(overlap(words.get(a)!, words.get(b)!), place(a) === place(b))),
  )
}

function accepted(likeness: number, sameHeading: boolean): number {
  return likeness >= (sameHeading ? alike.sameHeading : alike.elsewhere) ? likeness : 0
}

function kindsOf(before: Side, after: Side, place: (sentence: Sentence) => string): ChangeKind[] {
  const kinds = levelChanges(before, after)
  if (words(before) !== words(after)) kinds.push('reworded')
  if (place(before) !== place(after)) kinds.push('moved')
  return kinds
}

/** Whether more or less is asked for: keyword by keyword where there are as many, else by the strongest. */
function levelChanges(before: Side, after: Side): ChangeKind[] {
  const [was, is] = [before.keywords, after.keywords]
  const pairs = was.length === is.length ? was.map((one, at) => [one, is[at]!] as const) : []
  const steps =
    pairs.length > 0 ? pairs.map(([a, b]) => strengthOf(b.level) - strengthOf(a.level)) : [most(is) - most(was)]
  const kinds: ChangeKind[] = []
  if (steps.some((step) => step > 0)) kinds.push('strengthened')
  if (steps.some((step) => step < 0)) kinds.push('relaxed')
  if (pairs.some(([a, b], at) => steps[at] === 0 && a.level !== b.level)) kinds.push('reversed')
  return kinds
}

function most(keywords: readonly PlacedKeyword[]): number {
  return Math.max(0, ...keywords.map(({ level }) => strengthOf(level)))
}

/** A sentence apart from its keywords, in capitals or not: the same asked for with another word is no other wording. */
function words({ text }: Side): string {
  return normalise(withoutKeywords(text.toUpperCase()))
}

/** Headings of the older text that are gone, with the new ones to which most of what stood under them went. */
function renamedHeadings(older: KnownText, newer: KnownText): Renamed[] {
  const [before, after] = [byHeading(older), byHeading(newer)]
  const likeness = (a: readonly [string, ReadonlySet<string>], b: readonly [string, ReadonlySet<string>]) => {
    const shared = [...a[1]].filter((sentence) => b[1].has(sentence)).length
    return shared >= Math.min(a[1].size, b[1].size) / 2 ? shared : 0
  }
  const gone = [...before].filter(([heading]) => !after.has(heading))
  const fresh = [...after].filter(([heading]) => !before.has(heading))
  return maxAlike(gone, fresh, likeness).map(([a, b]) => ({ before: a[0], after: b[0] }))
}

function byHeading({ statements, plain }: KnownText): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { heading, text } of [...statements, ...plain]) {
    found.set(heading, (found.get(heading) ?? new Set()).add(normalise(text)))
  }
  return found
}

function bare(sentence: Sentence): Side {
  return { ...sentence, keywords: [] }
}

function sharesRequirement(a: KnownStatement, b: KnownStatement): boolean {
  return a.requirements.some(({ id }) => b.requirements.some((one) => one.id === id))
}

function requirementsOf(...statements: readonly KnownStatement[]): string[] {
  return [...new Set(statements.flatMap((one) => one.requirements.map(({ id }) => id)))]
}
