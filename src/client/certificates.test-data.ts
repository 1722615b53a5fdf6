import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A certificate and its key: PEM, and the files that hold them. */
export interface Certified {
  readonly cert: string
  readonly key: string
  readonly certFile: string
  readonly keyFile: string
}

/** Whether certificates can be made here; says so when not. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    console.warn('no openssl here: certificates cannot be made, so tests of trust are left out')
    return false
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** An authority that nobody knows, until the tests of the file are over. `issue` makes certificates that it signed. */
export function authority(): Certified & { issue(name: string, altNames?: string): Certified } {
  const folder = mkdtempSync(join(tmpdir(), 'oci-referee-ca-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore', cwd: folder })
  const named = (name: string): Certified => {
    const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)]
    return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  }
  openssl('req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=test authority', '-keyout', 'ca.key', '-out', 'ca.pem')
  return {
    ...named('ca'),
    issue(name, altNames) {
      openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`)
      writeFileSync(join(folder, `${name}.ext`), altNames ? `subjectAltName=${altNames}\n` : '\n')
      const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial']
      openssl(
        ...['x509', '-req', '-in', `${name}.csr`, ...by],
        ...['-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`],
      )
      return named(name)
    },
  }
}
