import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Redactor } from './redact.ts'

const hidden = '[redacted]'

describe('a secret it was told', () => {
  const secret = 'p@ss/w ö+rd?'
  const bytes = Buffer.from(secret)
  const redactor = new Redactor()
  redactor.add(secret)

  test.each([
    ['as it is', secret],
    ['in base64', bytes.toString('base64')],
    ['in base64url', bytes.toString('base64url')],
    ['percent-encoded', encodeURIComponent(secret)],
  ])('is hidden %s, wherever it stands', (_, form) => {
    expect(redactor.text(form)).toBe(hidden)
    expect(redactor.text(`before ${form} after ${form}`)).toBe(`before ${hidden} after ${hidden}`)
    expect(redactor.text(`{"detail":"x${form}y"}`)).toBe(`{"detail":"x${hidden}y"}`)
    expect(redactor.headers({ 'x-echo': form, 'x-lines': ['a', form] })).toEqual({
      'x-echo': hidden,
      'x-lines': `a, ${hidden}`,
    })
  })

  test('is not looked for when it is too short to tell from other text', () => {
    const short = new Redactor()
    short.add('ab')
    expect(short.text('abc ab')).toBe('abc ab')
  })
})

test('nothing else is touched', () => {
  const redactor = new Redactor()
  redactor.add('hunter22')
  const text = 'GET https://registry.example/v2/a/referrers/sha256:00?artifactType=a%2Fb&n=1 someone@example.org 12:30'
  expect(redactor.text(text)).toBe(text)
  expect(redactor.headers({ link: '</v2/a?last=b>; rel="next"', 'content-type': 'a/b' })).toEqual({
    link: '</v2/a?last=b>; rel="next"',
    'content-type': 'a/b',
  })
})

test.each(['Authorization', 'authorization', 'Proxy-Authorization', 'Cookie', 'Set-Cookie', 'X-Registry-Auth'])(
  'the header %s is hidden whatever it says',
  (name) => {
    expect(new Redactor().headers({ [name]: 'Basic dTpw', [`x-${name}-x`]: 'shown' })).toEqual({
      [name]: hidden,
      [`x-${name}-x`]: 'shown',
    })
  },
)

test.each([
  ['http://user:pass@host/x', `http://${hidden}@host/x`],
  ['see https://token@host:5000/x and ftp://a:b@c', `see https://${hidden}@host:5000/x and ftp://${hidden}@c`],
  ['https://host/x@y', 'https://host/x@y'],
])('userinfo in a URL: %s', (text, shown) => {
  expect(new Redactor().text(text)).toBe(shown)
})

test.each([
  ['X-Amz-Signature', 'abc123'],
  ['X-Amz-Credential', 'AKIA%2F20260101'],
  ['X-Amz-Security-Token', 'FwoGZXIv%2F%2F'],
  ['X-Goog-Signature', '00ff'],
  ['Signature', 'a~b-c_'],
  ['sig', 'a%2Bb%3D'],
  ['AWSAccessKeyId', 'AKIA'],
  ['Key-Pair-Id', 'K1'],
  ['access_token', 'ey.J0.x'],
  ['refresh_token', 'x'],
  ['client_secret', 'x'],
  ['password', 'x'],
])('the parameter %s of a signed URL', (name, value) => {
  const redactor = new Redactor()
  const [before, after] = ['https://cdn.example/blob?expires=60&', '&region=x#part']
  expect(redactor.text(`${before}${name}=${value}${after}`)).toBe(`${before}${name}=${hidden}${after}`)
  expect(redactor.text(`"/x?${name.toLowerCase()}=${value}"`)).toBe(`"/x?${name.toLowerCase()}=${hidden}"`)
  expect(redactor.headers({ location: `/x?${name}=${value}` })).toEqual({ location: `/x?${name}=${hidden}` })
})

test('a secret that begins with another one is hidden to its end', () => {
  for (const secrets of [
    ['secret', 'secret-and-more'],
    ['secret-and-more', 'secret'],
  ]) {
    const redactor = new Redactor()
    for (const secret of secrets) redactor.add(secret)
    expect(redactor.text('x secret-and-more y secret z')).toBe(`x ${hidden} y ${hidden} z`)
  }
})

test('a secret is hidden in JSON, in a form and percent-encoded', () => {
  const secret = 'pa"ss\\w/ö d!'
  const redactor = new Redactor()
  redactor.add(secret)
  expect(redactor.text(JSON.stringify({ detail: secret }))).toBe(`{"detail":"${hidden}"}`)
  expect(redactor.text(new URLSearchParams({ p: secret }).toString())).toBe(`p=${hidden}`)
  expect(redactor.text(encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()))).toBe(hidden)
})

test('a signed URL in JSON whose ampersands are escaped', () => {
  const url = (value: string) => `{"url":"https://cdn.example/x?a=1\\u0026X-Amz-Signature=${value}\\u0026b=2"}`
  expect(new Redactor().text(url('abc'))).toBe(url(hidden))
})

test('text made to be slow to redact is redacted at once', () => {
  // Quadratic time would be minutes.
  const text = `?${'token'.repeat(400_000)}`
  expect(new Redactor().text(text)).toBe(text)
})

test('no form of any secret is left, whatever stands around it', () => {
  // What replaces a secret may not be a secret, nor complete one.
  const secrets = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }).filter((one) => !/[[\]]/.test(one))
  const forms = fc.constantFrom<(secret: string) => string>(
    (secret) => secret,
    (secret) => Buffer.from(secret).toString('base64'),
    (secret) => Buffer.from(secret).toString('base64url'),
    encodeURIComponent,
    (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    (secret) => JSON.stringify(secret).slice(1, -1),
  )
  fc.assert(
    fc.property(fc.array(secrets, { minLength: 1, maxLength: 3 }), forms, fc.string(), (all, form, around) => {
      const redactor = new Redactor()
      for (const secret of all) redactor.add(secret)
      const text = redactor.text(all.map((secret) => `${around}${form(secret)}`).join(' '))
      for (const secret of all) if (!around.includes(secret)) expect(text).not.toContain(form(secret))
    }),
  )
})
