import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { OptionError, UsageError } from '../../run/errors.ts'

/** The certificates that `--ca` names. @throws UsageError when the file holds none */
export function certificates(file: string): string {
  const pem = textOf('--ca', file)
  certificateIn('--ca', file, pem)
  return pem
}

/**
 * What this client shows of itself: `--cert` and `--key`, which belong together.
 * @throws UsageError when one of them is missing, cannot be read, or does not fit the other
 */
export function clientCertificate(
  certFile: string | undefined,
  keyFile: string | undefined,
): { cert: string; key: string } | undefined {
  if (certFile === undefined && keyFile === undefined) return undefined
  if (certFile === undefined) throw new UsageError('--key needs the certificate that it belongs to: --cert FILE')
  if (keyFile === undefined) throw new UsageError('--cert needs its private key: --key FILE')
  const [cert, key] = [textOf('--cert', certFile), textOf('--key', keyFile)]
  if (!certificateIn('--cert', certFile, cert).checkPrivateKey(keyIn(keyFile, key)))
    throw new OptionError('--key', `${keyFile} is not the key of the certificate in ${certFile}`)
  return { cert, key }
}

function textOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new OptionError(option, `${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`)
  }
}

function certificateIn(option: string, file: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw new OptionError(option, `${file} holds no PEM certificate`)
  }
}

function keyIn(file: string, pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw new OptionError('--key', `${file} is encrypted; write it without a passphrase, as with \`openssl pkey\``)
  try {
    return createPrivateKey(pem)
  } catch {
    throw new OptionError('--key', `${file} holds no PEM private key`)
  }
}
