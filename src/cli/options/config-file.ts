import { existsSync, readFileSync } from 'node:fs'
import { UsageError } from '../../run/errors.ts'
import { nearest } from '../nearest.ts'
import { identityKeys } from '../settings/identities.ts'
import { type Groups, helpOf, type Option, optionsIn } from './define.ts'
import type { OptionValues } from './sources.ts'

/** Looked for in the working directory when `--config` names none. */
export const configNames = ['oci-referee.yaml', 'oci-referee.yml', 'oci-referee.json'] as const

/** The options that a config file can say, by the names of its keys. */
function keysOf(groups: Groups): ReadonlyMap<string, Option> {
  return new Map([...optionsIn(groups)].filter(([, { commandLineOnly }]) => !commandLineOnly))
}

/** JSON Schema of the config file, made from the options. */
export function configSchema(groups: Groups): object {
  const properties = [...keysOf(groups)].map(([name, option]) => [
    name,
    { ...option.kind.schema, description: helpOf(option) },
  ])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'oci-referee configuration',
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  }
}

/**
 * What a config file (YAML or JSON) says; nothing when none is named and none lies in the working directory.
 * @throws UsageError that names file, line and key
 */
export async function fromConfigFile(groups: Groups, named: string | undefined): Promise<OptionValues> {
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
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(configSchema(groups))
  const keys = keysOf(groups)
  if (!validate(value)) throw new UsageError(explained(file, validate.errors![0]!, lineOf, keys))
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, one]) => [
      key,
      keys.get(key)!.kind.fromFile(one, `${file}, line ${lineOf(key)}: ${key}`),
    ]),
  )
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

function explained(
  file: string,
  error: SchemaError,
  lineOf: (key: string) => number,
  keys: ReadonlyMap<string, Option>,
): string {
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty'])
    const [, top, ...inner] = error.instancePath.split('/')
    const place = top === undefined ? '' : ` in ${[top, ...inner].join(' → ')}`
    const where = `${file}, line ${lineOf(top ?? key)}: unknown key ${JSON.stringify(key)}${place}`
    if (top !== undefined && /^password$/i.test(key))
      return `${where}: a password does not belong in a file, name a variable that holds it with passwordEnv`
    if (top === undefined && /password/i.test(key))
      return `${where}: a password does not belong in a file, set OCI_REFEREE_PASSWORD or use --password-stdin`
    const known = error.instancePath === '' ? [...keys.keys()] : identityKeys
    const [near] = nearest(key, known)
    return near ? `${where}, did you mean ${near}?` : `${where}; known keys: ${known.join(', ')}`
  }
  const key = error.instancePath.split('/')[1]
  if (!key) return `${file}, line 1: a config file holds keys and values, as \`strict: true\``
  const { wanted, wantedInFile = wanted } = keys.get(key)!.kind
  return `${file}, line ${lineOf(key)}: ${key} must be ${wantedInFile}`
}
