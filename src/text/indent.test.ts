import { expect, test } from 'vitest'
import { indented } from './indent.ts'

test('a document has a line for each value', () => {
  expect(indented('{"a":[1,{"b":"c, [d]"}],"e":{},"f":[ ]}\n')).toBe(
    '{\n  "a": [\n    1,\n    {\n      "b": "c, [d]"\n    }\n  ],\n  "e": {},\n  "f": [ ]\n}',
  )
})

test('what is odd about a document stays as it came', () => {
  expect(indented('{"n":1.00000000000000000001,"n":2E9}')).toBe('{\n  "n": 1.00000000000000000001,\n  "n": 2E9\n}')
  expect(indented('{"a":tru')).toBe('{\n  "a": tru')
  expect(indented('{"a":"not at its e')).toBe('{\n  "a": "not at its e')
  expect(indented('{"a":"\\"}\\\\"}')).toBe('{\n  "a": "\\"}\\\\"\n}')
  expect(indented(']]]')).toBe(']]]')
  expect(indented('[]]]')).toBe('[]\n]\n]')
})

test('no JSON, and what has lines already, is left alone', () => {
  for (const text of ['', 'plain, text: {a}', '<p>{"a":1}</p>', '{\n "a": 1\n}', '"text"'])
    expect(indented(text)).toBe(text)
})

test('enormous texts are cut, and deep documents stay narrow', () => {
  expect(indented(`["${'x'.repeat(5000)}",1]`)).toBe(`[\n  "${'x'.repeat(119)}…" (5000 characters),\n  1\n]`)
  const deep = indented('['.repeat(3000) + ']'.repeat(3000))
  expect(Math.max(...deep.split('\n').map((line) => line.length))).toBeLessThan(50)
  expect(deep.replace(/\s/g, '')).toBe('['.repeat(3000) + ']'.repeat(3000))
})
