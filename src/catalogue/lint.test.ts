import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { suites } from '../../suites/index.ts'
import { fingerprint } from '../wording/fingerprint.ts'
import { sentencesOf } from '../wording/sentences.ts'
import { questions, requirements } from './index.ts'
import * as lint from './lint.ts'
import { type Requirement, type Requirements, type SpecVersion, specVersions, type Wording } from './types.ts'

const catalogue: lint.Catalogue = { requirements, questions }

/** The texts lie beside a checkout, not in it; where they are missing, what needs them is left out and said so. */
const textsAt = new URL('../../../shared/spec/', import.meta.url)
const fileOf: Readonly<Record<SpecVersion, string>> = {
  '1.0': 'spec-v1.0.1.md',
  '1.1.0': 'spec-v1.1.0.md',
  '1.1.1': 'spec-v1.1.1.md',
  main: 'spec-main.md',
}
const markdown = specVersions
  .map((version) => new URL(fileOf[version], textsAt))
  .filter((file) => existsSync(file))
  .map((file) => readFileSync(file, 'utf8'))
const missing = 'the specification texts are not beside this checkout (shared/spec)'

function known(text: string): lint.KnownSentence[] {
  return sentencesOf(text).map(({ text, heading }) => ({ text, heading, fingerprint: fingerprint(text) }))
}

function textsOf(markdown: readonly string[]): lint.Texts {
  return Object.fromEntries(specVersions.map((version, at) => [version, known(markdown[at] ?? '')])) as Record<
    SpecVersion,
    lint.KnownSentence[]
  >
}

describe('the catalogue', () => {
  test('is not empty', () => {
    expect(Object.keys(requirements).length).toBeGreaterThan(30)
    expect(suites.length).toBeGreaterThan(200)
  })

  test.each([
    ['slugs', lint.slugs],
    ['uniqueIds', lint.uniqueIds],
    ['uniqueTitles', lint.uniqueTitles],
    ['checksOrExcluded', lint.checksOrExcluded],
    ['wordings', lint.wordings],
    ['implied', lint.implied],
    ['punctuation', lint.punctuation],
    ['disputes', lint.disputes],
  ])('keeps the rule %s', (_, rule) => {
    expect(rule(catalogue)).toEqual([])
  })

  test('holds what every file beside it holds', async () => {
    const names = readdirSync(new URL('.', import.meta.url))
      .filter((name) => /^[a-z-]+\.ts$/.test(name))
      .map((name) => name.slice(0, -'.ts'.length))
      .filter((name) => !['index', 'lint', 'profiles', 'types', 'questions', 'plainest'].includes(name))
    const files: Record<string, Requirements> = {}
    for (const name of names)
      files[name] = Object.assign({}, ...Object.values(await import(/* @vite-ignore */ `./${name}.ts`)))
    expect(lint.complete(requirements, files)).toEqual([])
    const inFiles = Object.values(files).flatMap(Object.keys)
    expect(inFiles.sort()).toEqual(Object.keys(requirements).sort())
  })

  test('and the suites bind each other', () => {
    expect(lint.bindings(catalogue, suites)).toEqual([])
    expect(lint.conditions(suites)).toEqual([])
  })

  describe('agrees with the texts', () => {
    test.for([
      ['headings', lint.headings],
      ['fingerprints', lint.fingerprints],
      ['levels', lint.levels],
    ] as const)('%s', ([, rule], context) => {
      orSkip(context)
      expect(rule(catalogue, textsOf(markdown))).toEqual([])
    })

    test('and copies nothing from them', (context) => {
      orSkip(context)
      expect(lint.copies(catalogue, markdown)).toEqual([])
    })
  })
})

function orSkip(context: { skip: (reason: string) => void }): void {
  if (markdown.length === specVersions.length) return
  console.info(missing)
  context.skip(missing)
}

describe('each rule finds what it is there for:', () => {
  const plain: Requirement = {
    actor: 'registry',
    heading: 'Ships',
    says: 'Ships float.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: fingerprint('Each ship MUST float.') }],
    checks: { 'ships/float': 'A ship floats' },
  }
  const of = (change: Partial<Requirement>, id = 'ships/floating'): lint.Catalogue => ({
    requirements: { [id]: { ...plain, ...change } },
    questions: {},
  })
  const { checks: _, ...bare } = plain
  const only = (requirement: Requirement): lint.Catalogue => ({
    requirements: { 'ships/floating': requirement },
    questions: {},
  })
  const questioning = (id: string, asks = 'Do ships float?'): lint.Catalogue => ({
    requirements: { 'ships/floating': plain },
    questions: { [id]: { heading: 'Ships', asks } },
  })
  const older = '# Ships\n\nEach ship MUST float.\n'
  const newer = `${older}\n# Boats\n\nA boat SHOULD NOT sink.\nBoats are painted in every colour that their owners happen to find.\n`
  const texts = textsOf([older, older, newer, newer])
  const wordingOf = (text: string, wording: Partial<Wording> = {}): Partial<Requirement> => ({
    heading: 'Boats',
    wordings: [{ since: '1.1.1', level: 'MUST', fingerprint: fingerprint(text), ...wording }],
  })

  test('nothing is wrong with a plain entry', () => {
    const good = questioning('ships/colour')
    const bound = [
      { id: 'ships/float', observes: false },
      { id: 'ships/colour', observes: true },
    ]
    const all = [
      ...[lint.slugs, lint.uniqueIds, lint.uniqueTitles, lint.checksOrExcluded, lint.wordings, lint.implied],
      ...[lint.punctuation, lint.disputes],
    ].flatMap((rule) => rule(good))
    const withTexts = [lint.headings, lint.fingerprints, lint.levels].flatMap((rule) => rule(good, texts))
    expect([...all, ...withTexts, ...lint.bindings(good, bound), ...lint.conditions(bound)]).toEqual([])
    expect(lint.copies(good, [newer])).toEqual([])
  })

  test.each([
    'ships',
    'Ships/float',
    'ships/float/high',
    'ships/float_high',
    'ships/-float',
    '/float',
    'ships/',
    'ships/a b',
  ])('an id that is no slug: %s', (id) => {
    expect(lint.slugs(of({}, id))).toEqual([`${id}: not a slug of the form area/name`])
    expect(lint.slugs(of({ checks: { [id]: 'A ship floats' } }))).toHaveLength(1)
    expect(lint.slugs(questioning(id))).toHaveLength(1)
  })

  test('an id used twice: by two requirements, by a check and a question', () => {
    const twice = { requirements: { 'ships/one': plain, 'ships/two': plain }, questions: {} }
    expect(lint.uniqueIds(twice)).toEqual(['ships/float: used more than once'])
    expect(lint.uniqueIds(questioning('ships/float'))).toEqual(['ships/float: used more than once'])
    expect(lint.uniqueTitles(twice)).toEqual(['"A ship floats": used more than once'])
  })

  test('a requirement that the catalogue lacks, or that another one hides', () => {
    const files = { 'ships.ts': { 'ships/floating': plain }, 'boats.ts': { 'boats/floating': plain } }
    expect(lint.complete({ 'ships/floating': { ...plain } }, files)).toEqual([
      'ships/floating: the one in ships.ts is not the one in the catalogue',
      'boats/floating: the one in boats.ts is not the one in the catalogue',
    ])
    expect(lint.complete({ ...files['ships.ts'], ...files['boats.ts'] }, files)).toEqual([])
  })

  test('checks and an exclusion, or neither', () => {
    expect(lint.checksOrExcluded(of({ excluded: 'Nobody sees it.' }))[0]).toContain('has checks and is excluded')
    expect(lint.checksOrExcluded(of({ observed: 'ships/colour' }))[0]).toContain('is observed, and has checks')
    expect(lint.checksOrExcluded(only({ ...bare, observed: 'ships/nowhere' }))[0]).toContain('is no question')
    expect(lint.checksOrExcluded(only(bare))[0]).toContain('neither checks nor a reason')
    expect(lint.checksOrExcluded(only({ ...bare, excluded: '' }))[0]).toContain('without a reason')
    expect(lint.checksOrExcluded(of({ checks: {} }))[0]).toContain('empty set')
    expect(lint.checksOrExcluded(only({ ...bare, excluded: 'Nobody sees it.' }))).toEqual([])
  })

  test('unbound, doubly bound and unknown checks are found', () => {
    const float = { id: 'ships/float', observes: false }
    expect(lint.bindings(of({}), [])).toEqual(['ships/float: bound by no check of the suites'])
    expect(lint.bindings(of({}), [float, float])).toEqual(['ships/float: bound more than once'])
    expect(lint.bindings(of({}), [float, { id: 'ships/sink', observes: false }])).toEqual([
      'ships/sink: judges a check that is not in the catalogue',
    ])
    expect(lint.bindings(of({}), [{ ...float, observes: true }])).toEqual([
      'ships/float: answers a question that is not in the catalogue',
    ])
    expect(lint.bindings(questioning('ships/colour'), [float])).toEqual([
      'ships/colour: bound by no check of the suites',
    ])
    expect(lint.bindings(questioning('retention/ships'), [float])).toEqual([])
  })

  test('prerequisites and conditions that cannot hold are found', () => {
    const check = (id: string, ...needs: string[]): lint.Bound => ({ id, observes: false, needs })
    expect(lint.conditions([check('a/a', 'a/b')])).toEqual(['a/a: needs a/b, which is no check'])
    expect(lint.conditions([check('a/a', 'a/b'), { id: 'a/b', observes: true }])).toEqual([
      'a/a: needs a/b, which judges nothing',
    ])
    expect(lint.conditions([check('a/a', 'a/a')])).toEqual(['a/a needs a/a: a circle'])
    expect(
      lint.conditions([check('a/x', 'a/a'), check('a/a', 'a/b'), check('a/b', 'a/c'), check('a/c', 'a/a')]),
    ).toEqual(['a/a needs a/b needs a/c needs a/a: a circle'])
    expect(lint.conditions([check('a/a', 'a/b', 'a/c'), check('a/b', 'a/c'), check('a/c')])).toEqual([])
    expect(lint.conditions([{ ...check('a/a'), features: ['sail'], without: ['sail'] }])).toEqual([
      'a/a: asks for sail and for its absence',
    ])
  })

  test('missing, overlapping and unordered wordings are found', () => {
    const [first] = plain.wordings as [Wording]
    const found = (...wordings: Wording[]) => lint.wordings(of({ wordings }))
    expect(found()).toEqual(['ships/floating: has no wording'])
    expect(found(first, { ...first, since: 'main' })[0]).toContain('overlap or are out of order at main')
    expect(found({ ...first, until: '1.1.0' }, { ...first, since: '1.1.0' })[0]).toContain('at 1.1.0')
    expect(found({ ...first, since: '1.1.1' }, { ...first, until: '1.0' })[0]).toContain('at 1.0')
    expect(found({ ...first, since: 'main', until: '1.0' })).toEqual([
      'ships/floating: a wording ends before it begins',
    ])
    expect(found({ ...first, until: '1.0' }, { ...first, since: '1.1.1' })).toEqual([])
  })

  test('a wording that neither a sentence nor a reason stands behind', () => {
    const wordings = [...plain.wordings, { since: 'main', level: 'MUST' } as const]
    expect(lint.implied(of({ wordings }))).toEqual(['ships/floating: has neither a fingerprint nor `implied`'])
    expect(lint.implied(of({ wordings, implied: '' }))).toHaveLength(1)
    expect(lint.implied(of({ wordings, implied: 'Ships that sink are none.' }))).toEqual([])
  })

  test('titles, paraphrases, reasons and questions with the wrong end', () => {
    const title = (text: string) => lint.punctuation(of({ checks: { 'ships/float': text } }))
    for (const text of ['A ship floats.', 'A ship floats ', 'A ship floats?', ''])
      expect(title(text)[0]).toContain('title')
    expect(title('a ship floats')).toEqual(['ships/float: its title does not begin with a capital'])
    expect(lint.punctuation(of({ says: 'Ships float' }))[0]).toContain('`says`')
    expect(lint.punctuation(of({ implied: 'Plain' }))[0]).toContain('`implied`')
    expect(lint.punctuation(only({ ...bare, excluded: 'Nobody sees it' }))[0]).toContain('`excluded`')
    expect(lint.punctuation(questioning('ships/colour', 'Do ships float.'))[0]).toContain('question mark')
  })

  test('a dispute that is no thread', () => {
    const disputes = ['owner/repository#1', 'https://example.org/1', '#1']
    expect(lint.disputes(of({ disputes }))).toEqual([
      'ships/floating: "https://example.org/1" is no thread',
      'ships/floating: "#1" is no thread',
    ])
  })

  test('a heading that the newest text does not have', () => {
    expect(lint.headings(of({ heading: 'Rafts' }), texts)).toEqual([
      'ships/floating: the newest text has no heading "Rafts"',
    ])
    expect(
      lint.headings({ requirements: {}, questions: { 'a/b': { heading: 'Rafts', asks: '?' } } }, texts),
    ).toHaveLength(1)
  })

  test('a sentence missing from a version or in too many is found', () => {
    const sinking = 'A boat SHOULD NOT sink.'
    expect(lint.fingerprints(of(wordingOf(sinking)), texts)).toEqual([])
    const in110 = lint.fingerprints(of(wordingOf(sinking, { since: '1.1.0' })), texts)
    expect(in110).toEqual([`ships/floating: no sentence ${fingerprint(sinking)} in 1.1.0 under "Boats"`])
    expect(lint.fingerprints(of(wordingOf('A boat SHOULD NOT swim.')), texts)).toHaveLength(2)
    expect(lint.fingerprints(of({ heading: 'Boats' }), texts)).toHaveLength(4)
    expect(lint.fingerprints(of(wordingOf(sinking, { since: 'main' })), texts)[0]).toContain(
      'in 1.1.1 under "Boats", which',
    )
    expect(lint.fingerprints(of(wordingOf(sinking, { until: '1.1.1' })), texts)[0]).toContain(
      'in main under "Boats", which',
    )
  })

  test('an older text may have a sentence under its former heading', () => {
    const [tags, discovery] = ['# Listing Tags', '# Content Discovery'].map(
      (title) => `${title}\n\nIt MUST list tags.\n`,
    )
    const listing = of({
      heading: 'Listing Tags',
      wordings: [{ since: '1.0', level: 'MUST', fingerprint: fingerprint('It MUST list tags.') }],
    })
    expect(lint.fingerprints(listing, textsOf([discovery!, tags!, tags!, tags!]))).toEqual([])
    expect(lint.fingerprints(listing, textsOf([discovery!, tags!, tags!, discovery!]))).toHaveLength(1)
  })

  test('a level that its sentence does not state', () => {
    const levels = (text: string, level: Wording['level'], implied?: string) => {
      const texts = textsOf(['', '', '', `# Boats\n\n${text}\n`])
      return lint.levels(of({ ...wordingOf(text, { since: 'main', level }), ...(implied && { implied }) }), texts)
    }
    expect(levels('A boat SHOULD NOT sink.', 'MUST')).toEqual([
      'ships/floating: MUST in the catalogue, SHOULD NOT in main',
    ])
    // The shorter keyword within the longer one is none.
    expect(levels('A boat SHOULD NOT sink.', 'SHOULD')).toHaveLength(1)
    expect(levels('A boat MUST NOT sink and SHOULD be dry.', 'MUST')[0]).toContain('MUST NOT and SHOULD in main')
    expect(levels('A boat must float.', 'MUST')[0]).toContain('no keyword')
    expect(levels('A boat must float.', 'MUST', 'Stated plainly.')).toEqual([])
    expect(levels('A boat MUST NOT sink and SHOULD be dry.', 'SHOULD')).toEqual([])
    expect(levels('Oars are NOT RECOMMENDED.', 'SHOULD NOT')).toEqual([])
    expect(levels('Oars are REQUIRED.', 'MUST')).toEqual([])
  })

  test('ten words taken from a text, whatever the field and the punctuation', () => {
    const ten = 'painted, in every colour (that their owners) happen to FIND'
    const nine = 'in every colour that their owners happen to find'
    const found = 'copied: painted in every colour that their owners happen to find'
    for (const change of [{ says: ten }, { implied: ten }, { excluded: ten }, { checks: { 'ships/float': ten } }]) {
      expect(lint.copies(of(change), [older, newer])[0]).toContain(found)
    }
    expect(lint.copies(questioning('ships/colour', ten), [newer])[0]).toContain(found)
    expect(lint.copies(of({ says: `Here ${nine} it.` }), [newer])).toEqual([])
  })
})
