import { type Level, type Questions, type Requirements, type SpecVersion, specVersions, type Wording } from './types.ts'

// Rules for the catalogue, one function each. Each returns what is wrong, one sentence per mistake; nothing: all is well.

export interface Catalogue {
  readonly requirements: Requirements
  readonly questions: Questions
}

/** What the rules need to know of a check as the suites bind it. */
export interface Bound {
  readonly id: string
  readonly observes: boolean
  readonly features?: readonly string[]
  readonly without?: readonly string[]
  readonly needs?: readonly string[]
}

/** One sentence of a specification text, with the fingerprint by which the catalogue names it. */
export interface KnownSentence {
  readonly text: string
  readonly heading: string
  readonly fingerprint: string
}

/** The sentences of each text. */
export type Texts = Readonly<Record<SpecVersion, readonly KnownSentence[]>>

/** What headings of the newest text were called in older ones. */
const formerHeadings: Readonly<Record<string, readonly string[]>> = {
  'Listing Tags': ['Content Discovery'],
}

const wordsInARow = 10

const checksOf = ({ requirements }: Pick<Catalogue, 'requirements'>) =>
  Object.entries(requirements).flatMap(([requirement, { checks = {} }]) =>
    Object.entries(checks).map(([id, title]) => ({ requirement, id, title })),
  )

/** Every id reads `area/name`, both slugs. */
export function slugs(catalogue: Catalogue): string[] {
  const ids = [
    ...Object.keys(catalogue.requirements),
    ...checksOf(catalogue).map(({ id }) => id),
    ...Object.keys(catalogue.questions),
  ]
  const slug = /^[a-z\d]+(-[a-z\d]+)*$/
  const isId = (id: string) => id.split('/').length === 2 && id.split('/').every((part) => slug.test(part))
  return ids.filter((id) => !isId(id)).map((id) => `${id}: not a slug of the form area/name`)
}

/** No two checks or questions share an id. */
export function uniqueIds(catalogue: Catalogue): string[] {
  const ids = [...checksOf(catalogue).map(({ id }) => id), ...Object.keys(catalogue.questions)]
  return repeated(ids).map((id) => `${id}: used more than once`)
}

/** No two checks share a title: titles are what people read in reports. */
export function uniqueTitles(catalogue: Catalogue): string[] {
  return repeated(checksOf(catalogue).map(({ title }) => title)).map((title) => `"${title}": used more than once`)
}

/** Requirements of all files are in the catalogue, and none of them hides another one with the same id. */
export function complete(requirements: Requirements, files: Readonly<Record<string, Requirements>>): string[] {
  return Object.entries(files).flatMap(([file, own]) =>
    Object.entries(own)
      .filter(([id, requirement]) => requirements[id] !== requirement)
      .map(([id]) => `${id}: the one in ${file} is not the one in the catalogue`),
  )
}

/** A requirement has checks, or a question that looks at it, or a reason why it has none. */
export function checksOrExcluded({ requirements, questions }: Catalogue): string[] {
  return Object.entries(requirements).flatMap(([id, { checks, excluded, observed }]) => {
    if (observed !== undefined) {
      if (checks || excluded !== undefined) return [`${id}: is observed, and has checks or is excluded`]
      return Object.hasOwn(questions, observed) ? [] : [`${id}: is observed by ${observed}, which is no question`]
    }
    if (checks && excluded !== undefined) return [`${id}: has checks and is excluded`]
    if (excluded === '') return [`${id}: is excluded without a reason`]
    if (!checks && excluded === undefined) return [`${id}: has neither checks nor a reason to be excluded`]
    return checks && Object.keys(checks).length === 0 ? [`${id}: has an empty set of checks`] : []
  })
}

/** Each check and question is bound by exactly one check of the suites, and the other way round. */
export function bindings(catalogue: Catalogue, bound: readonly Bound[]): string[] {
  const judged = new Set(checksOf(catalogue).map(({ id }) => id))
  // Retention takes days: a run answers it, outside of the suites.
  const asked = new Set(Object.keys(catalogue.questions).filter((id) => !id.startsWith('retention/')))
  const ids = bound.map(({ id }) => id)
  return [
    ...repeated(ids).map((id) => `${id}: bound more than once`),
    ...[...judged, ...asked].filter((id) => !ids.includes(id)).map((id) => `${id}: bound by no check of the suites`),
    ...bound.flatMap(({ id, observes }) => {
      if (observes && !asked.has(id)) return [`${id}: answers a question that is not in the catalogue`]
      return !observes && !judged.has(id) ? [`${id}: judges a check that is not in the catalogue`] : []
    }),
  ]
}

/** `needs` name checks that judge, do not lead in a circle, and conditions can be met at all. */
export function conditions(bound: readonly Bound[]): string[] {
  const byId = new Map(bound.map((one) => [one.id, one]))
  const complaints = bound.flatMap(({ id, needs = [], features = [], without = [] }) => [
    ...needs.filter((need) => !byId.has(need)).map((need) => `${id}: needs ${need}, which is no check`),
    ...needs.filter((need) => byId.get(need)?.observes).map((need) => `${id}: needs ${need}, which judges nothing`),
    ...features.filter((name) => without.includes(name)).map((name) => `${id}: asks for ${name} and for its absence`),
  ])
  const done = new Set<string>()
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) complaints.push(`${[...path.slice(path.indexOf(id)), id].join(' needs ')}: a circle`)
    if (path.includes(id) || done.has(id)) return
    for (const need of byId.get(id)?.needs ?? []) visit(need, [...path, id])
    done.add(id)
  }
  for (const { id } of bound) visit(id, [])
  return complaints
}

/** Wordings of a requirement stand in the order of the versions and do not overlap. */
export function wordings({ requirements }: Catalogue): string[] {
  return Object.entries(requirements).flatMap(([id, requirement]) => {
    const complaints = requirement.wordings.length === 0 ? [`${id}: has no wording`] : []
    let before = -1
    for (const wording of requirement.wordings) {
      const [first, last] = span(wording)
      if (last < first) complaints.push(`${id}: a wording ends before it begins`)
      if (first <= before) complaints.push(`${id}: wordings overlap or are out of order at ${wording.since}`)
      before = Math.max(before, last)
    }
    return complaints
  })
}

/** A wording without a sentence to point at needs a reason why it binds. */
export function implied({ requirements }: Catalogue): string[] {
  return Object.entries(requirements)
    .filter(([, { wordings, implied }]) => !implied && wordings.some(({ fingerprint }) => fingerprint === undefined))
    .map(([id]) => `${id}: has neither a fingerprint nor \`implied\``)
}

/** Titles are headings: a capital, no full stop. Paraphrases and reasons are sentences. Questions ask. */
export function punctuation(catalogue: Catalogue): string[] {
  return [
    ...checksOf(catalogue).flatMap(({ id, title }) => [
      ...(/[.!?:;,\s]$/.test(title) || title === '' ? [`${id}: its title ends in punctuation, or is empty`] : []),
      ...(/^[A-Z]/.test(title) ? [] : [`${id}: its title does not begin with a capital`]),
    ]),
    ...Object.entries(catalogue.requirements).flatMap(([id, { says, implied = '.', excluded = '.' }]) =>
      Object.entries({ says, implied, excluded })
        .filter(([, text]) => !text.endsWith('.'))
        .map(([field]) => `${id}: \`${field}\` ends without a full stop`),
    ),
    ...Object.entries(catalogue.questions)
      .filter(([, { asks }]) => !asks.endsWith('?'))
      .map(([id]) => `${id}: asks without a question mark`),
  ]
}

/** Disputes are threads, as owner/repository#number. */
export function disputes(catalogue: Catalogue): string[] {
  return [...Object.entries(catalogue.requirements), ...Object.entries(catalogue.questions)].flatMap(([id, one]) =>
    (one.disputes ?? [])
      .filter((thread) => !/^[\w.-]+\/[\w.-]+#\d+$/.test(thread))
      .map((thread) => `${id}: "${thread}" is no thread`),
  )
}

/** Headings are those of the newest text. */
export function headings(catalogue: Catalogue, texts: Texts): string[] {
  const known = new Set(texts.main.map(({ heading }) => heading))
  return [...Object.entries(catalogue.requirements), ...Object.entries(catalogue.questions)]
    .filter(([, { heading }]) => !known.has(heading))
    .map(([id, { heading }]) => `${id}: the newest text has no heading "${heading}"`)
}

/** A fingerprint is found under its heading in every version that its wording covers, and in no version beside those. */
export function fingerprints({ requirements }: Catalogue, texts: Texts): string[] {
  return Object.entries(requirements).flatMap(([id, { heading, wordings }]) =>
    wordings.flatMap((wording) => {
      if (wording.fingerprint === undefined) return []
      const [first, last] = span(wording)
      return specVersions.flatMap((version, at) => {
        const found = sentence(texts, version, heading, wording.fingerprint) !== undefined
        const covered = first <= at && at <= last
        const where = `${wording.fingerprint} in ${version} under "${heading}"`
        if (covered && !found) return [`${id}: no sentence ${where}`]
        const neighbour = at === first - 1 || at === last + 1
        return !covered && neighbour && found ? [`${id}: a sentence ${where}, which its wording leaves out`] : []
      })
    }),
  )
}

/** The level is that of a keyword in the sentence, unless the requirement says why it binds without one. */
export function levels({ requirements }: Catalogue, texts: Texts): string[] {
  return Object.entries(requirements).flatMap(([id, { heading, wordings, implied }]) =>
    wordings.flatMap(({ since, level, fingerprint }) => {
      const found = sentence(texts, since, heading, fingerprint)
      if (!found || implied) return []
      const used = levelsIn(found.text)
      if (used.includes(level)) return []
      return [`${id}: ${level} in the catalogue, ${used.join(' and ') || 'no keyword'} in ${since}`]
    }),
  )
}

/** Nothing in the catalogue repeats ten words of a text in a row. */
export function copies(catalogue: Catalogue, texts: readonly string[]): string[] {
  const known = new Set(texts.flatMap(rows))
  const strings: (readonly [string, string | undefined])[] = [
    ...checksOf(catalogue).map(({ id, title }) => [id, title] as const),
    ...Object.entries(catalogue.requirements).flatMap(([id, { says, implied, excluded }]) =>
      [says, implied, excluded].map((text) => [id, text] as const),
    ),
    ...Object.entries(catalogue.questions).map(([id, { asks }]) => [id, asks] as const),
  ]
  return strings.flatMap(([id, text]) => {
    const copied = rows(text ?? '').find((row) => known.has(row))
    return copied === undefined ? [] : [`${id}: copied: ${copied}`]
  })
}

function span({ since, until }: Wording): readonly [first: number, last: number] {
  return [specVersions.indexOf(since), until === undefined ? specVersions.length - 1 : specVersions.indexOf(until)]
}

function sentence(texts: Texts, version: SpecVersion, heading: string, fingerprint: string | undefined) {
  const places = [heading, ...(version === 'main' ? [] : (formerHeadings[heading] ?? []))]
  return texts[version].find((one) => one.fingerprint === fingerprint && places.includes(one.heading))
}

/** RFC 2119 has several words for each level. */
function levelsIn(text: string): Level[] {
  const synonyms: Readonly<Record<string, Level>> = {
    REQUIRED: 'MUST',
    SHALL: 'MUST',
    'SHALL NOT': 'MUST NOT',
    RECOMMENDED: 'SHOULD',
    'NOT RECOMMENDED': 'SHOULD NOT',
    OPTIONAL: 'MAY',
  }
  const words = text.match(/\b(?:(?:MUST|SHALL|SHOULD)(?: NOT)?|(?:NOT )?RECOMMENDED|REQUIRED|MAY|OPTIONAL)\b/g) ?? []
  return [...new Set(words.map((word) => synonyms[word] ?? (word as Level)))]
}

function rows(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return words.slice(0, -wordsInARow + 1).map((_, at) => words.slice(at, at + wordsInARow).join(' '))
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))]
}
