import { expect, test } from 'vitest'
import { connectingWords } from './connecting.ts'

test('how a target is reached is said again, and nothing else', () => {
  const words = 'https://registry.example --ca ca.pem --only tags --insecure --seed 1 --username=ci --password-stdin'
  expect(connectingWords(words.split(' '))).toEqual([
    '--ca',
    'ca.pem',
    '--insecure',
    '--username=ci',
    '--password-stdin',
  ])
  expect(connectingWords(['--identity', 'vendor=user:v,a:none', '--identity', 'b=user:w', '-q'])).toEqual([
    '--identity',
    'vendor=user:v,a:none',
    '--identity',
    'b=user:w',
  ])
  expect(connectingWords(['localhost:5000', '--embedded'])).toEqual([])
})
