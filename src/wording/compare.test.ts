import { describe, expect, test } from 'vitest'
import { type Change, compare, type KnownText } from './compare.ts'
import { recognise } from './recognise.ts'
import { readSpec } from './statements.ts'
import { catalogue, text } from './wording.test-data.ts'

function known(markdown: string): KnownText {
  const read = readSpec('x', markdown)
  const found = recognise(read.statements, catalogue)
  return {
    ...read,
    statements: read.statements.map((one, at) => ({ ...one, requirements: found[at]!, reworded: false })),
  }
}

const summaryOf = ({ kinds, before, after, requirements }: Change) =>
  [kinds.join('+'), before?.text ?? '-', after?.text ?? '-', ...requirements].join(' | ')

const changes = (older: string, newer: string) => compare(known(older), known(newer)).changes.map(summaryOf)

test('a text and itself', () => {
  const { changes, renamed, unchanged } = compare(known(text), known(text))
  expect({ changes, renamed, unchanged }).toEqual({ changes: [], renamed: [], unchanged: 5 })
})

describe('between two texts', () => {
  const change = (before: string, after: string) => changes(text, text.replace(before, after))

  test('added', () => {
    expect(change('# Sails\n', '# Sails\n\nSails MAY be red.\n')).toEqual(['added | - | Sails MAY be red.'])
  })

  test('removed', () => {
    expect(change('The deck of a ship SHOULD be dry.\n', '')).toEqual([
      'removed | The deck of a ship SHOULD be dry. | - | ships/dry',
    ])
  })

  test('moved', () => {
    const dry = 'The deck of a ship SHOULD be dry.\n'
    const moved = text.replace(dry, '').replace('# Oars\n\n', `# Oars\n\n${dry}`)
    expect(changes(text, moved)).toEqual([`moved | ${dry.trim()} | ${dry.trim()} | ships/dry`])
  })

  test('strengthened and relaxed', () => {
    expect(change('SHOULD be dry', 'MUST be dry')).toEqual([
      'strengthened | The deck of a ship SHOULD be dry. | The deck of a ship MUST be dry. | ships/dry',
    ])
    expect(change('MUST float', 'MAY float')[0]).toMatch(/^relaxed \| /)
    expect(change('SHOULD paint their ship, and MUST', 'MUST paint their ship, and MAY')[0]).toMatch(
      /^strengthened\+relaxed \| /,
    )
  })

  test('reversed', () => {
    expect(change('SHOULD be dry', 'SHOULD NOT be dry')[0]).toMatch(/^reversed \| /)
    expect(change('SHOULD be dry', 'MUST NOT be dry')[0]).toMatch(/^strengthened \| /)
  })

  test('reworded: a similar sentence that the catalogue does not know', () => {
    expect(change('The deck of a ship SHOULD be dry.', 'The whole deck of a ship SHOULD be quite dry.')).toEqual([
      'reworded | The deck of a ship SHOULD be dry. | The whole deck of a ship SHOULD be quite dry. | ships/dry',
    ])
  })

  test('reworded: the same requirement, however different', () => {
    expect(changes('# Ships\n\nShips MUST float.\n', text)[0]).toBe(
      'reworded | Ships MUST float. | Each ship with a hull MUST float on water. | ships/float',
    )
  })

  test('several at once', () => {
    const moved = text
      .replace('The deck of a ship SHOULD be dry.\n', '')
      .replace('# Oars\n\n', '# Oars\n\nThe decks of a ship MUST be dry.\n')
    expect(changes(text, moved)[0]).toMatch(/^strengthened\+reworded\+moved \| /)
  })

  test('a keyword that is gone, and one that is new', () => {
    expect(change('The deck of a ship SHOULD be dry.', 'The deck of a ship is to be dry.')[0]).toMatch(
      /^relaxed\+reworded \| /,
    )
    expect(change('SHOULD be dry', 'should be dry')[0]).toMatch(/^relaxed \| .*should be dry\. \| ships\/dry$/)
    expect(changes(text.replace('SHOULD be dry', 'should be dry'), text)).toEqual([
      'strengthened | The deck of a ship should be dry. | The deck of a ship SHOULD be dry. | ships/dry',
    ])
  })

  test('a synonym, a link or a line break is no change', () => {
    expect(change('MUST float on water', 'SHALL float\non [water](#water)')).toEqual([])
  })

  test('what is not similar is removed and added', () => {
    expect(
      change('The deck of a ship SHOULD be dry.', 'Captains SHOULD sing.').map((one) => one.split(' | ')[0]),
    ).toEqual(['added', 'removed'])
  })

  test('a renamed heading is told once, and nothing under it moved', () => {
    const { changes, renamed } = compare(known(text), known(text.replace('# Ships', '# Vessels')))
    expect({ changes, renamed }).toEqual({ changes: [], renamed: [{ before: 'Ships', after: 'Vessels' }] })
  })

  test('the same sentence twice is two statements', () => {
    const twice = '# Ships\n\nA ship MAY.\nA ship MAY.\n'
    expect(changes(twice, '# Ships\n\nA ship MAY.\n')).toEqual(['removed | A ship MAY. | -'])
  })

  test('changes come in the order of the newer text, what is gone last', () => {
    const newer = text
      .replace('The deck of a ship SHOULD be dry.\n', '')
      .replace('# Ships\n', '# Ships\n\nFirst MAY.\n')
      .concat('\nLast MAY be there.\n')
    expect(changes(text, newer).map((one) => one.split(' | ').slice(0, 3).join())).toEqual([
      'added,-,First MAY.',
      'added,-,Last MAY be there.',
      'removed,The deck of a ship SHOULD be dry.,-',
    ])
  })
})
