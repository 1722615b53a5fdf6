import { describe, expect, test } from 'vitest'
import { type Proxies, ProxyTrouble, proxiesIn, proxyFor, proxySecretsIn } from './proxy.ts'

const proxy = 'http://proxy.example:3128'
const urlFor = (origin: string, proxies: Proxies) => proxyFor(origin, proxies)?.url

describe('the environment', () => {
  test.each([
    ['nothing', {}, undefined],
    ['empty variables', { HTTP_PROXY: '', https_proxy: '' }, undefined],
    ['no proxy, though a list of hosts', { NO_PROXY: 'a' }, undefined],
    ['capitals', { HTTP_PROXY: 'a', HTTPS_PROXY: 'b', NO_PROXY: 'c' }, { http: 'a', https: 'b', direct: 'c' }],
    [
      'small letters first',
      { http_proxy: 'a', HTTP_PROXY: 'b', no_proxy: 'c', NO_PROXY: 'd' },
      { http: 'a', direct: 'c' },
    ],
    ['one for all', { ALL_PROXY: 'a' }, { http: 'a', https: 'a' }],
    ['one for the rest', { all_proxy: 'a', HTTPS_PROXY: 'b' }, { http: 'a', https: 'b' }],
  ])('%s', (_, env, proxies) => {
    expect(proxiesIn(env)).toEqual(proxies)
  })
})

test('each scheme has a proxy of its own', () => {
  const proxies = { http: 'http://plain.example:1', https: 'http://tunnel.example:2' }
  expect(urlFor('http://registry.example', proxies)).toBe('http://plain.example:1')
  expect(urlFor('https://registry.example', proxies)).toBe('http://tunnel.example:2')
  // What is said for one of them is not said for the other.
  expect(urlFor('https://registry.example', { http: proxy })).toBeUndefined()
  expect(urlFor('http://registry.example', { https: proxy })).toBeUndefined()
  expect(urlFor('http://registry.example', {})).toBeUndefined()
})

test.each(['http://localhost:5000', 'http://127.0.0.1', 'http://127.9.8.7:1', 'http://[::1]:5000'])(
  'this machine is asked directly: %s',
  (origin) => {
    expect(urlFor(origin, { http: proxy })).toBeUndefined()
  },
)

describe('NO_PROXY', () => {
  test.each([
    ['*', 'http://registry.example'],
    ['registry.example', 'http://registry.example'],
    ['Registry.Example', 'http://registry.example:5000'],
    ['example', 'http://registry.example'],
    ['.registry.example', 'http://registry.example'],
    ['.example', 'http://registry.example'],
    ['*.example', 'http://registry.example'],
    ['a, b registry.example', 'http://registry.example'],
    ['registry.example:5000', 'http://registry.example:5000'],
    ['registry.example:80', 'http://registry.example'],
    ['10.1.2.3', 'http://10.1.2.3:5000'],
    ['10.0.0.0/8', 'http://10.1.2.3'],
    ['fd00::/8', 'http://[fd00::1]:5000'],
    ['fd00::1', 'http://[fd00::1]:5000'],
    ['[fd00::1]', 'http://[fd00::1]'],
    ['[fd00::1]:5000', 'http://[fd00::1]:5000'],
  ])('%s: %s is asked directly', (direct, origin) => {
    expect(urlFor(origin, { http: proxy, direct })).toBeUndefined()
  })

  test.each([
    ['', 'http://registry.example'],
    [' , ', 'http://registry.example'],
    ['other.example', 'http://registry.example'],
    ['istry.example', 'http://registry.example'],
    ['registry.example.org', 'http://registry.example'],
    ['registry.example:5001', 'http://registry.example:5000'],
    ['.', 'http://registry.example'],
    ['2.3', 'http://10.1.2.3'],
    ['10.0.0.0/16', 'http://10.1.2.3'],
    ['10.0.0.0/99', 'http://10.1.2.3'],
    ['10.0.0.0/', 'http://10.1.2.3'],
    ['nonsense/8', 'http://10.1.2.3'],
    ['fd00::/8', 'http://10.1.2.3'],
    ['10.0.0.0/8', 'http://registry.example'],
    ['[fd00::1]:5001', 'http://[fd00::1]:5000'],
  ])('%s: %s goes through the proxy', (direct, origin) => {
    expect(urlFor(origin, { http: proxy, direct })).toBe(proxy)
  })

  test('a list made to be slow to read is read at once', () => {
    const direct = `${':'.repeat(100_000)} ${'a:'.repeat(50_000)}`
    expect(urlFor('http://registry.example', { http: proxy, direct })).toBe(proxy)
  })
})

describe('the address', () => {
  test.each([
    ['proxy.example:3128', proxy],
    ['http://proxy.example:3128/', proxy],
    ['https://proxy.example', 'https://proxy.example'],
    ['http://[fd00::1]:3128', 'http://[fd00::1]:3128'],
  ])('%s', (http, url) => {
    expect(proxyFor('http://registry.example', { http })).toEqual({ url })
  })

  test('user and password become a header, and are secrets', () => {
    const http = 'http://me:p%40ss:word@proxy.example:3128'
    const authorization = `Basic ${Buffer.from('me:p@ss:word').toString('base64')}`
    expect(proxyFor('http://registry.example', { http })).toEqual({ url: proxy, authorization })
    const secrets = proxySecretsIn({ http, https: 'other:secret@proxy.example' })
    for (const secret of ['me:p%40ss:word', 'p%40ss:word', 'me:p@ss:word', 'p@ss:word', 'other:secret', 'secret'])
      expect(secrets).toContain(secret)
    expect([proxySecretsIn(undefined), proxySecretsIn({ http: proxy })]).toEqual([[], []])
  })

  test.each([
    'http://me:s3cr3t@',
    'http://me:s3cr3t@ho st',
    'socks5://me:s3cr3t@proxy.example',
    'ftp://proxy.example',
    'http://me:%zzs3cr3t@proxy.example',
    'me:s3cr3t@proxy.example:port',
  ])('%s is refused, and not repeated', (https) => {
    expect(() => proxyFor('https://registry.example', { https })).toThrow(ProxyTrouble)
    expect(() => proxyFor('https://registry.example', { https })).toThrow(
      /^HTTPS_PROXY or ALL_PROXY: ((?!s3cr3t|proxy\.example).)*$/,
    )
    // A host that is asked directly needs no proxy, so a wrong address of one does not matter.
    expect(urlFor('https://registry.example', { https, direct: '*' })).toBeUndefined()
  })
})
