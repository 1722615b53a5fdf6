import { expect, test } from 'vitest'
import { Page } from './page.ts'

test('text is harmless, wrapped and then painted', () => {
  const page = new Page(40, false)
  page.text('a\u001b[2J', (line) => `<${line}>`, 2)
  page.text('word '.repeat(10), undefined, 2)
  expect(page.toString()).toBe(`  <a\\x1b[2J>\n  ${'word '.repeat(7).trim()}\n  word word word\n`)
})

test('the lines of a value stay in its column', () => {
  const page = new Page(40, false)
  page.field('label', 'word '.repeat(7), { column: 10 })
  page.command(['curl', '-i', ...Array(6).fill('word')], { label: 'see', indent: 2, column: 10 })
  expect(page.toString().split('\n')).toEqual([
    '  label     word word word word word',
    '            word word',
    '  see       curl -i word word word \\',
    '              word word word',
    '',
  ])
})

test('gaps are single, and nothing begins with one', () => {
  const page = new Page(80, false)
  page.gap()
  page.text('a')
  page.gap()
  page.gap()
  page.raw('b  ', 1)
  expect(page.toString()).toBe('a\n\n b\n')
})
