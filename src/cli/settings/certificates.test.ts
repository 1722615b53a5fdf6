import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { authority, hasOpenssl } from '../../client/certificates.test-data.ts'
import { OptionError } from '../../run/errors.ts'
import { certificates, clientCertificate } from './certificates.ts'

test('nothing named is nothing shown', () => {
  expect(clientCertificate(undefined, undefined)).toBeUndefined()
})

describe.runIf(hasOpenssl())('files', () => {
  const ca = authority()
  const [me, other] = [ca.issue('me'), ca.issue('other')]

  test('that belong together', () => {
    expect(clientCertificate(me.certFile, me.keyFile)).toEqual({ cert: me.cert, key: me.key })
    expect(certificates(ca.certFile)).toBe(ca.cert)
  })

  test('in one file', () => {
    const both = me.certFile.replace('me.pem', 'both.pem')
    writeFileSync(both, `${me.key}${me.cert}`)
    expect(clientCertificate(both, both)?.key).toContain(me.key)
  })

  test('that are wrong, each said in one line', () => {
    const locked = me.keyFile.replace('me.key', 'locked.key')
    execFileSync('openssl', ['pkey', '-in', me.keyFile, '-aes128', '-passout', 'pass:s3cr3t', '-out', locked])
    for (const [cert, key, says] of [
      [me.certFile, other.keyFile, `--key: ${other.keyFile} is not the key of the certificate in ${me.certFile}`],
      [me.keyFile, me.keyFile, `--cert: ${me.keyFile} holds no PEM certificate`],
      [me.certFile, me.certFile, `--key: ${me.certFile} holds no PEM private key`],
      [me.certFile, locked, `--key: ${locked} is encrypted; write it without a passphrase, as with \`openssl pkey\``],
      [me.certFile, '/nowhere/me.key', '--key: /nowhere/me.key cannot be read (ENOENT)'],
      ['/nowhere/me.pem', me.keyFile, '--cert: /nowhere/me.pem cannot be read (ENOENT)'],
    ] as const) {
      expect(() => clientCertificate(cert, key)).toThrow(expect.objectContaining({ name: 'UsageError', message: says }))
    }
    expect(() => certificates(me.keyFile)).toThrow(new OptionError('--ca', `${me.keyFile} holds no PEM certificate`))
  })
})
