import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { bodiesInside } from './bodies.ts'

test('a shell writes the bytes as they were', () => {
  const all = Uint8Array.from({ length: 256 }, (_, at) => at)
  const text = Buffer.from(`{"a": "100 % of \\n it's", 'b\\\\': [\n1]}\n`)
  for (const bytes of [all, text, Buffer.of(0x27, 0x30, 0x31, 0x25), Buffer.from('-n 1'), Buffer.of()]) {
    const lines = bodiesInside([{ name: 'x', bytes }])!.join('\n')
    expect(execFileSync('sh', ['-c', `body() { printf "$2"; }\n${lines}`])).toEqual(Buffer.from(bytes))
  }
})

test('JSON stays readable', () => {
  expect(bodiesInside([{ name: '1.json', bytes: Buffer.from('{\n  "a": 1\n}') }])).toEqual([
    `body 1.json '{\n  "a": 1\n}'`,
  ])
})

test('what is too large stays outside', () => {
  expect(bodiesInside([{ name: '1.bin', bytes: Buffer.alloc(30_000, 'a') }])).toBeUndefined()
})
