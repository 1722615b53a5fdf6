import { UsageError } from '../../run/errors.ts'
import { type Settings, settingNames, settingOf } from './table.ts'
import { readValue } from './values.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The official suite's names for versions of the text. */
const officialVersions: Readonly<Record<string, string>> = {
  '1.0': '1.0',
  '1.1': '1.1.1',
  stable: '1.1.1',
  dev: 'main',
}

const tlsModes = ['enabled', 'insecure', 'disabled'] as const

/**
 * What the environment says. The official suite's variables mean here what they mean there, so that this tool drops
 * into a pipeline made for it.
 */
export function fromEnvironment(env: Environment): Settings {
  const found: Record<string, unknown> = {}
  for (const name of settingNames) {
    const variable = settingOf(name).env.find((one) => env[one])
    if (variable === undefined) continue
    const text = env[variable]!
    found[name] = variable === 'OCI_VERSION' ? version(text) : readValue(name, text, variable)
  }
  const settings = found as Settings
  return tlsMode(env) === 'insecure' ? { insecure: true, ...settings } : settings
}

/**
 * The target with the scheme that OCI_TLS asks for, wherever the target was named: on the command line, in the
 * environment or in a config file. One that names a scheme keeps it.
 */
export function withScheme(target: string | undefined, env: Environment): string | undefined {
  const mode = tlsMode(env)
  if (target === undefined || mode === undefined || target.includes('://')) return target
  return `${mode === 'disabled' ? 'http' : 'https'}://${target}`
}

function version(text: string): string {
  const known = officialVersions[text]
  if (known) return known
  return readValue('spec', text, 'OCI_VERSION') as string
}

function tlsMode(env: Environment): (typeof tlsModes)[number] | undefined {
  const text = env['OCI_TLS']
  if (!text) return undefined
  const mode = tlsModes.find((one) => one === text)
  if (!mode) throw new UsageError(`OCI_TLS: ${JSON.stringify(text)} is not one of ${tlsModes.join(', ')}`)
  return mode
}

/** The password, which no option takes: options can be read by other users of a machine. */
export function passwordFrom(env: Environment): string | undefined {
  return env['OCI_REFEREE_PASSWORD'] || env['OCI_PASSWORD'] || undefined
}
