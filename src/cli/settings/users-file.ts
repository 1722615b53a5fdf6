import { readFileSync } from 'node:fs'
import type { AccessOptions } from '../../registry/index.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { nearest } from '../nearest.ts'

const rights = {
  type: 'object',
  propertyNames: { minLength: 1 },
  additionalProperties: { type: 'array', items: { enum: ['pull', 'push', 'delete'] }, uniqueItems: true },
}

const user = {
  type: 'object',
  properties: { password: { type: 'string', minLength: 1 }, rights },
  required: ['password', 'rights'],
  additionalProperties: false,
}

/** JSON Schema of the file that `serve --users` reads. */
const schema = {
  type: 'object',
  properties: {
    scheme: { enum: ['basic', 'bearer'] },
    service: { type: 'string', pattern: '^[A-Za-z0-9._-]+$' },
    tokenSeconds: { type: 'integer', minimum: 1, maximum: 86400 },
    users: { type: 'object', propertyNames: { pattern: '^[^:]+$' }, additionalProperties: user },
    anonymous: rights,
  },
  required: ['users'],
  additionalProperties: false,
}

/**
 * Reads the users of the embedded registry, and what each may do where, from a YAML or JSON file.
 * @throws UsageError that names the file and the key
 */
export async function usersIn(file: string): Promise<AccessOptions> {
  const { parse } = await import('yaml')
  let value: unknown
  try {
    // JSON is YAML.
    value = parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new UsageError(
      code !== undefined && /^E[A-Z]+$/.test(code)
        ? `--users: ${file} cannot be read (${code})`
        : `--users: ${file}: ${message.split('\n')[0]}`,
    )
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile<AccessOptions>(schema)
  if (validate(value)) return value
  const errors = validate.errors!
  // For a slip the key that is there says more than the one that is missing.
  throw new OptionError(
    '--users',
    `${file}: ${explained(errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0]!)}`,
  )
}

interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Record<string, unknown>
  readonly message?: string
}

/** Which key is wrong, and what would do. Values are not repeated: they may be passwords. */
function explained({ instancePath, keyword, params, message }: SchemaError): string {
  const path = instancePath
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const where = instancePath === '' ? 'it' : path.join(' → ')
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty'])
    const known = instancePath === '' ? Object.keys(schema.properties) : Object.keys(user.properties)
    const [near] = nearest(key, known)
    return `unknown key ${JSON.stringify(key)} in ${where}; ${near ? `did you mean ${near}?` : `known: ${known.join(', ')}`}`
  }
  if (keyword === 'required') return `${where} has no ${JSON.stringify(params['missingProperty'])}`
  if (keyword === 'enum') return `${where} must be one of ${(params['allowedValues'] as string[]).join(', ')}`
  if (keyword === 'type') return `${where} must be ${types[String(params['type'])] ?? String(params['type'])}`
  return `${where} ${message ?? 'is wrong'}`
}

const types: Readonly<Record<string, string>> = {
  object: 'keys with values, as in `users: { me: { password: secret, rights: { team/*: [pull] } } }`',
  string: 'a text, in quotes where it looks like a number',
  array: 'a list, as in [pull, push]',
  integer: 'a whole number',
}
