import { expect, test } from 'vitest'
import { group, option } from '../options/define.ts'
import { choice, file, files, flag, text } from '../options/kinds.ts'
import { completed } from './commands.ts'

test('what a shell offers follows from the kind of a value', () => {
  const options = {
    spec: option(file, { argument: '<spec>', help: 'A text' }),
    more: option(files, { argument: '<more...>', help: 'Texts', default: [] }),
    name: option(text, { flags: '--name <file>', help: 'No file' }),
    format: option(choice(['a', 'b']), { flags: '-f, --format <name>', help: 'Format' }),
    all: option(flag, { flags: '--all', help: 'All' }),
  }
  const definition = { description: '', groups: { one: group('One', options) }, examples: [], run: () => 0 }
  const { flags, values } = completed('read', 'Reads', definition)
  expect(values).toEqual([{ takes: 'file' }, { takes: 'file' }])
  expect(flags.map(({ name, value }) => [name, value])).toEqual([
    ['name', { takes: 'anything' }],
    ['format', { takes: 'words', words: ['a', 'b'], lists: [], many: false }],
    ['all', undefined],
    ['help', undefined],
  ])
})
