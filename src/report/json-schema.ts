/** As much of JSON Schema as the outcome's schema uses. */
export interface Schema {
  readonly $schema?: string
  readonly $id?: string
  readonly title?: string
  readonly description?: string
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  readonly const?: string
  readonly enum?: readonly (string | null)[]
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

/** Marks the schema of a property that may be absent. */
export interface Optional {
  readonly optional: Schema
}

/** A schema for each property of T; optional ones, and only they, are marked. The compiler holds it to T. */
type Fields<T> = { readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional : Schema }

/** The schema of an object of type T without any other properties. */
export function object<T extends object>(description: string, fields: Fields<T>): Schema {
  const entries = Object.entries<Schema | Optional>(fields)
  return {
    description,
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, field]) => [key, 'optional' in field ? field.optional : field])),
    required: entries.filter(([, field]) => !('optional' in field)).map(([key]) => key),
    additionalProperties: false,
  }
}

export function optional(schema: Schema): Optional {
  return { optional: schema }
}

export function text(description: string, more: Pick<Schema, 'pattern' | 'minLength'> = {}): Schema {
  return { description, type: 'string', ...more }
}

/** A whole number, not negative. */
export function whole(description: string): Schema {
  return { description, type: 'integer', minimum: 0 }
}

/** Milliseconds, with or without fractions. */
export function milliseconds(description: string): Schema {
  return { description, type: 'number', minimum: 0 }
}

export function flag(description: string): Schema {
  return { description, type: 'boolean' }
}

export function oneOf(description: string, values: readonly (string | null)[]): Schema {
  return { description, enum: values }
}

export function list(description: string, items: Schema): Schema {
  return { description, type: 'array', items }
}

/** An object with any keys. */
export function map(description: string, values: Schema): Schema {
  return { description, type: 'object', additionalProperties: values }
}

export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` }
}
