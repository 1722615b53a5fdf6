import { existsSync, readFileSync } from 'node:fs'
import { UsageError } from '../../run/errors.ts'
import { nearest } from '../nearest.ts'
import { type IdentityInFile, identitiesShape, identityKeys, identityOf } from './identities.ts'
import { type SettingKind, type Settings, settingNames, settingOf } from './table.ts'
import { listed, milliseconds } from './values.ts'

/** Looked for in the working directory when `--config` names none. */
export const configNames = ['oci-referee.yaml', 'oci-referee.yml', 'oci-referee.json'] as const

const shapes: Readonly<Record<SettingKind, object>> = {
  text: { type: 'string', minLength: 1 },
  list: {
    anyOf: [
      { type: 'string', minLength: 1 },
      { type: 'array', items: { type: 'string', minLength: 1 } },
    ],
  },
  flag: { type: 'boolean' },
  number: { type: 'integer', minimum: 1, maximum: 9999 },
  identities: identitiesShape,
  duration: { type: 'string', pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)$' },
}

const wanted: Readonly<Record<SettingKind, string>> = {
  text: 'a text',
  list: 'a text or a list of texts',
  flag: 'true or false',
  number: 'a whole number from 1 to 9999',
  identities: 'names with rights, as `vendor: { user: vendor, a: none, b: read+write, passwordEnv: VENDOR_PASSWORD }`',
  duration: 'a time such as 500ms, 10s, 5m or 2h',
}

/** JSON Schema of the config file, made from the table of settings. */
export function configSchema(): object {
  const properties = Object.fromEntries(
    settingNames.map((name) => {
      const { kind, help, choices } = settingOf(name)
      return [name, { ...shapes[kind], ...(choices && { enum: choices }), description: help }]
    }),
  )
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'oci-referee configuration',
    type: 'object',
    properties,
    additionalProperties: false,
  }
}

/**
 * What a config file (YAML or JSON) says; nothing when none is named and none lies in the working directory.
 * @throws UsageError that names file, line and key
 */
export async function fromConfigFile(named: string | undefined): Promise<Settings> {
  const file = named ?? configNames.find((one) => existsSync(one))
  if (file === undefined) return {}
  const text = read(file)
  const { LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  // JSON is YAML: one reader serves both, and knows lines.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const error = document.errors[0]
  if (error) throw new UsageError(`${file}, line ${lines.linePos(error.pos[0]).line}: ${error.message}`)
  let value: unknown
  try {
    value = document.toJS()
  } catch (cause) {
    // An alias of nothing, or aliases of aliases that would fill the memory.
    throw new UsageError(`${file}: ${(cause as Error).message}`)
  }
  if (value === null || value === undefined) return {}
  const lineOf = (key: string) => {
    const pair = (
      document.contents as { items?: { key?: { value?: unknown; range?: [number, number, number] } }[] }
    ).items?.find((item) => item.key?.value === key)
    return pair?.key?.range ? lines.linePos(pair.key.range[0]).line : 1
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(configSchema())
  if (!validate(value)) throw new UsageError(explained(file, validate.errors![0]!, lineOf))
  return converted(value as Record<string, unknown>)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`${file}: the config file cannot be read (${(cause as NodeJS.ErrnoException).code})`)
  }
}

interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Record<string, unknown>
}

function explained(file: string, error: SchemaError, lineOf: (key: string) => number): string {
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty'])
    const [, top, ...inner] = error.instancePath.split('/')
    const place = top === undefined ? '' : ` in ${[top, ...inner].join(' → ')}`
    const where = `${file}, line ${lineOf(top ?? key)}: unknown key ${JSON.stringify(key)}${place}`
    if (top !== undefined && /^password$/i.test(key))
      return `${where}: a password does not belong in a file, name a variable that holds it with passwordEnv`
    if (top === undefined && /password/i.test(key))
      return `${where}: a password does not belong in a file, set OCI_REFEREE_PASSWORD or use --password-stdin`
    const known = error.instancePath === '' ? settingNames : identityKeys
    const [near] = nearest(key, known)
    return near ? `${where}, did you mean ${near}?` : `${where}; known keys: ${known.join(', ')}`
  }
  const key = error.instancePath.split('/')[1]
  if (!key) return `${file}, line 1: a config file holds keys and values, as \`strict: true\``
  const { kind, choices } = settingOf(key as keyof Settings)
  return `${file}, line ${lineOf(key)}: ${key} must be ${choices ? `one of ${choices.join(', ')}` : wanted[kind]}`
}

/** Durations become milliseconds, a single text of a list becomes a list. */
function converted(value: Record<string, unknown>): Settings {
  const result: Record<string, unknown> = {}
  for (const name of settingNames) {
    const one = value[name]
    if (one === undefined) continue
    const { kind } = settingOf(name)
    if (kind === 'duration') result[name] = milliseconds(one as string)
    else if (kind === 'identities')
      result[name] = Object.entries(one as Record<string, IdentityInFile>).map(([key, said]) => identityOf(key, said))
    else if (kind === 'list') result[name] = typeof one === 'string' ? listed(one) : one
    else result[name] = one
  }
  return result as Settings
}
