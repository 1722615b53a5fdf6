import { expect, test } from 'vitest'
import { originOf } from './target.ts'

test.for([
  ['localhost:5000', 'http://localhost:5000'],
  ['127.0.0.1', 'http://127.0.0.1'],
  ['127.8.9.1:80', 'http://127.8.9.1'],
  ['[::1]:5000', 'http://[::1]:5000'],
  ['LOCALHOST:5000', 'http://localhost:5000'],
  ['localhost/v2/', 'http://localhost'],
  ['registry.example', 'https://registry.example'],
  ['localhost.example:5000', 'https://localhost.example:5000'],
  ['10.0.0.1:5000', 'https://10.0.0.1:5000'],
  ['http://registry.example/', 'http://registry.example'],
  ['https://registry.example:443/v2/', 'https://registry.example'],
  [' registry.example:8443/v2 ', 'https://registry.example:8443'],
] as const)('%s is asked at %s', ([target, origin]) => {
  expect(originOf(target)).toBe(origin)
})

test.for([
  [undefined, 'name a registry'],
  ['registry.example/team/app', 'name the host alone'],
  ['registry.example/v2/team', 'name the host alone'],
  ['https://registry.example#x', 'name the host alone'],
  ['ssh://registry.example', 'ssh:// cannot be asked: a registry speaks HTTP or HTTPS'],
  ['http://', '"http://" is no address of a registry'],
  ['registry.example:port', '"registry.example:port" is no address of a registry'],
] as const)('%s is refused', ([target, says]) => {
  expect(() => originOf(target)).toThrow(says)
})

test('a password in an address is never repeated', () => {
  for (const target of ['https://me:s3cr3t@host', 'me:s3cr3t@host', 'https://me:s3cr3t@ho st', 'https://me:s3cr3t@']) {
    expect(() => originOf(target)).toThrow(/^((?!s3cr3t).)*$/)
  }
})
