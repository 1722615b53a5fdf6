import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { questions, requirements } from './catalogue/index.ts'
import { cli } from './cli/cli.test-data.ts'
import { forbiddenWords, participlesIn, testNames, titleComplaints } from './titles.test-data.ts'

const root = join(import.meta.dirname, '..')

/** Complaints about the named titles, each with its name. */
function complaintsAbout(titles: readonly (readonly [name: string, title: string])[]): string[] {
  return titles.flatMap(([name, title]) => titleComplaints(title).map((complaint) => `${name}: ${title}: ${complaint}`))
}

describe('this project', () => {
  test('titles of checks are short and make one claim', () => {
    const titles = Object.values(requirements).flatMap((one) => ('checks' in one ? Object.entries(one.checks) : []))
    expect(titles.length).toBeGreaterThan(400)
    expect(complaintsAbout(titles)).toEqual([])
  })

  test('questions are short and ask for one thing', () => {
    const asked = Object.entries(questions).map(([id, { asks }]) => [id, asks] as const)
    expect(asked.length).toBeGreaterThan(30)
    expect(complaintsAbout(asked)).toEqual([])
  })

  test('names of tests are short and make one claim', () => {
    const names = ['src', 'suites', 'fixtures', 'scripts']
      .flatMap((room) =>
        readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
      )
      .filter((path) => path.endsWith('.test.ts'))
      .flatMap((path) => testNames(readFileSync(join(root, path), 'utf8')).map((name) => [path, name] as const))
    expect(names.length).toBeGreaterThan(800)
    expect(complaintsAbout(names)).toEqual([])
  })

  test('names in the code are no participles', () => {
    const complaints = ['src', 'suites', 'fixtures', 'scripts', 'examples'].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.endsWith('titles.test.ts'))
        .flatMap((path) =>
          participlesIn(readFileSync(join(root, room, path), 'utf8')).map((name) => `${room}/${path}: ${name}`),
        ),
    )
    expect(complaints).toEqual([])
  })

  test('help of every command has no word that the glossary forbids', async () => {
    const files = readdirSync(join(root, 'src', 'cli', 'commands')).filter((name) => !name.endsWith('.test.ts'))
    // A file that is no command prints the help of a run, which is to be read as well.
    const helps = await Promise.all(files.map((name) => cli([name.replace('.ts', ''), '--help'])))
    const lines = helps.flatMap(({ stdout }) => stdout.split('\n'))
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.filter((line) => forbiddenWords(line).length > 0)).toEqual([])
  })
})

describe('a title', () => {
  test('is shorter than 70 characters', () => {
    expect(titleComplaints('x'.repeat(69))).toEqual([])
    expect(titleComplaints('x'.repeat(70))).toEqual(['70 characters: fewer than 70 are allowed'])
  })

  test('says what is so', () => {
    expect(titleComplaints('A blob should come back')).toEqual(['"should": say what is so'])
    expect(titleComplaints("Should a blob come back, it shouldn't change")).toHaveLength(1)
    expect(titleComplaints('A broken SHOULD warns')).toEqual([])
    expect(titleComplaints('The shoulder of a graph')).toEqual([])
  })

  test.each(['A blob comes back; a tag as well', 'A blob comes back. A tag too', 'Is it? It is'])(
    'makes one claim: %s',
    (title) => {
      expect(titleComplaints(title)).toEqual(['more than one claim: make two of it'])
    },
  )

  test('may have a version and end as a sentence', () => {
    expect(titleComplaints('Is version 1.1 known?')).toEqual([])
  })

  test.each([
    ['The answer to a push has a Location', 'answer'],
    ['The registry answers with 404', 'answers'],
    ['Whoever may pull gets the list', 'Whoever'],
    ['Warnings take 4096 bytes at most', 'most'],
  ])('has no word that the glossary forbids: %s', (title, word) => {
    expect(titleComplaints(title)).toEqual([expect.stringContaining(`"${word}": write `)])
  })

  test('may hold a word that only looks like a forbidden one', () => {
    expect(forbiddenWords('An almost empty list is answered')).toEqual([])
  })
})

describe('a participle is found as the name of', () => {
  test.each([
    ['a variable', 'const told = new Set()', 'told'],
    ['a function', 'async function seen(): Promise<void> {}', 'seen'],
    ['a type', 'export interface Seen {}', 'seen'],
    ['a property', 'interface A {\n  readonly kept: number\n}', 'kept'],
    ['a parameter', 'const one = (said: string) => said', 'said'],
    ['a part of an object', 'const { url, kept } = await one()', 'kept'],
    ['a part of a parameter', 'test(({ seen, other }) => {})', 'seen'],
  ])('%s', (_, source, name) => {
    expect(participlesIn(source)).toContain(name)
  })

  test('nothing in comments, texts and longer names', () => {
    const source =
      "// told: what was said\n/** kept: it is. */\nconst one = 'seen: twice'\nconst keptBytes = foretold(one)"
    expect(participlesIn(source)).toEqual([])
  })
})

describe('names of tests', () => {
  test('are the first strings of their calls', () => {
    const source = [
      "test('one', () => {",
      "  expect(/x/.test('no')).toBe(latest('no'))",
      "it.concurrent('two', { timeout: 1 }, () => {})",
      'test(\n  "three", () => {})',
      "test('it\\'s four', () => {})",
      'test(`five`, () => {})',
    ]
    expect(testNames(source.join('\n'))).toEqual(['one', 'two', 'three', "it's four", 'five'])
  })

  test('stand after the table where there is one', () => {
    const source = [
      "test.each([\n  ['a', f('b')],\n])('one %s', () => {})",
      "test.concurrent.for(cases)('two', () => {})",
      "test.runIf(x)('three', () => {})",
      "test('four', () => {})",
    ]
    expect(testNames(source.join('\n'))).toEqual(['one %s', 'two', 'three', 'four'])
  })
})
