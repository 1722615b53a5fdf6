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
  return env['OCI_TLS'] ? { ...settings, ...tls(env['OCI_TLS'], settings.target) } : settings
}

function version(text: string): string {
  const known = officialVersions[text]
  if (known) return known
  return readValue('spec', text, 'OCI_VERSION') as string
}

function tls(mode: string, target: string | undefined): Settings {
  const schemes: Readonly<Record<string, string>> = { enabled: 'https', insecure: 'https', disabled: 'http' }
  const scheme = schemes[mode]
  if (!scheme) throw new UsageError(`OCI_TLS: ${JSON.stringify(mode)} is not one of enabled, insecure, disabled`)
  return {
    ...(target !== undefined && !target.includes('://') && { target: `${scheme}://${target}` }),
    ...(mode === 'insecure' && { insecure: true }),
  }
}

/** The password, which no option takes: options can be read by other users of a machine. */
export function passwordFrom(env: Environment): string | undefined {
  return env['OCI_REFEREE_PASSWORD'] || env['OCI_PASSWORD'] || undefined
}
