import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CommandDefinition } from '../command.ts'
import { commands } from '../commands/index.ts'
import { command as judge } from '../commands/judge.ts'
import { allUsed, group, helpOf, option, optionsIn, pick, spelled, type Values, variablesOf } from './define.ts'
import { duration, flag, list, text } from './kinds.ts'

const some = group('Some', {
  wait: option(duration, { flags: '--wait <time>', default: 1000, help: 'How long' }),
  name: option(text, { flags: '--name <text>', otherwise: 'made up', help: 'What it is called' }),
  rest: option(list, { flags: '--rest <names>', default: [], help: 'More' }),
  loud: option(flag, { flags: '-l, --loud', default: false, help: 'Louder', official: [{ name: 'OCI_LOUD' }] }),
})

describe('an option', () => {
  test('has the type of its kind, undefined only where nothing is its default', () => {
    const values: Values<typeof some> = { wait: 5, name: undefined, rest: ['a'], loud: true }
    // @ts-expect-error a time is always there
    const wrong: Values<typeof some> = { ...values, wait: undefined }
    expect(wrong.wait).toBeUndefined()
  })

  test('shows its default in its help, where there is one', () => {
    expect(Object.values(some.options).map((one) => helpOf(one))).toEqual([
      'How long (default: 1s)',
      'What it is called (default: made up)',
      'More',
      'Louder',
    ])
  })

  test('is called by its long flag, and by a variable of that name', () => {
    const { loud } = some.options
    expect(spelled(loud)).toBe('--loud')
    expect(variablesOf('loud', loud)).toEqual(['OCI_REFEREE_LOUD', 'OCI_LOUD'])
    expect(variablesOf('veryLoud', { ...loud, commandLineOnly: true })).toEqual([])
  })

  test('can be left out of a group', () => {
    expect(Object.keys(pick(some, 'wait', 'rest').options)).toEqual(['wait', 'rest'])
  })
})

describe('an option that nobody reads', () => {
  test('is an error of the compiler', () => {
    const { wait, name, loud, ...rest }: Values<typeof some> = { wait: 5, name: 'a', rest: [], loud: true }
    // @ts-expect-error `rest` is left
    allUsed(rest)
    expect([wait, name, loud, Object.keys(rest)]).toEqual([5, 'a', true, ['rest']])
  })

  /** Names of the rest patterns of a source, and of those that are given to `allUsed`. */
  const restsIn = (source: string) => ({
    taken: [...source.matchAll(/\.\.\.(rest\w*|others)\b/g)].map((match) => match[1]!),
    used: [...source.matchAll(/allUsed\((\w+)\)/g)].map((match) => match[1]!),
  })

  test('is found in each command and each reader of a group', () => {
    const room = join(import.meta.dirname, '..')
    const files = ['commands', 'settings'].flatMap((folder) =>
      readdirSync(join(room, folder))
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => join(room, folder, name)),
    )
    const reading = files.filter((path) => /run\(\{|Values<typeof|: RunPart/.test(readFileSync(path, 'utf8')))
    expect(reading.length).toBeGreaterThan(9)
    for (const path of reading) {
      const { taken, used } = restsIn(readFileSync(path, 'utf8'))
      expect(taken.length, path).toBeGreaterThan(0)
      expect([...used].sort(), path).toEqual([...taken].sort())
    }
  })

  test('would be found where a reader does not say that it used all', () => {
    expect(restsIn('const { a, ...rest } = values\n')).toEqual({ taken: ['rest'], used: [] })
  })
})

describe('the options of a command', () => {
  const all = async (): Promise<[string, CommandDefinition][]> => [
    ['judge', judge],
    ...(await Promise.all(
      Object.entries(commands).map(
        async ([name, { load }]): Promise<[string, CommandDefinition]> => [name, (await load()).command],
      ),
    )),
  ]

  test('have names, flags and variables of their own', async () => {
    for (const [name, { groups }] of await all()) {
      const options = Object.values(groups).flatMap(({ options }) => Object.entries(options))
      const flags = options.flatMap(([, one]) => one.flags?.match(/-[\w-]+/g) ?? [])
      const variables = options.flatMap(([key, one]) => variablesOf(key, one)).filter((one) => one !== 'OCI_TLS')
      for (const words of [options.map(([key]) => key), flags, variables])
        expect(new Set(words).size, `${name}: ${words}`).toBe(words.length)
      expect(optionsIn(groups).size).toBe(options.length)
    }
  })

  test('are flags or arguments, with one sentence of help each', async () => {
    for (const [name, { groups }] of await all())
      for (const [key, one] of optionsIn(groups)) {
        expect([one.flags, one.argument].filter(Boolean), `${name} ${key}`).toHaveLength(1)
        expect(one.help, `${name} ${key}`).toMatch(/^[A-Z0-9].*[^.]$|^outcome\.json/)
      }
  })
})
