import { specVersions } from '../../catalogue/types.ts'
import { choice, notWanted } from './kinds.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The official suite's names for versions of the specification. */
const officialVersions: Readonly<Record<string, (typeof specVersions)[number]>> = {
  '1.0': '1.0',
  '1.1': '1.1.1',
  stable: '1.1.1',
  dev: 'main',
}

const tlsModes = ['enabled', 'insecure', 'disabled'] as const

/** OCI_VERSION: it takes our names as well. */
export const officialVersion = {
  name: 'OCI_VERSION',
  read: (text: string) => officialVersions[text] ?? choice(specVersions).read(text, 'OCI_VERSION'),
}

/** OCI_TLS, as far as it says whether certificates are looked at. */
export const officialTls = {
  name: 'OCI_TLS',
  read: (text: string) => (tlsMode(text) === 'insecure' ? true : undefined),
}

/**
 * The target with the scheme that OCI_TLS asks for, wherever the target was named: on the command line, in the
 * environment or in a config file. One that names a scheme keeps it.
 */
export function withScheme(target: string | undefined, env: Environment): string | undefined {
  const text = env['OCI_TLS']
  if (!text) return target
  const mode = tlsMode(text)
  if (target === undefined || target.includes('://')) return target
  return `${mode === 'disabled' ? 'http' : 'https'}://${target}`
}

function tlsMode(text: string): (typeof tlsModes)[number] {
  const mode = tlsModes.find((one) => one === text)
  if (!mode) throw notWanted('OCI_TLS', text, `one of ${tlsModes.join(', ')}`)
  return mode
}
