import Type, { type Static, type TProperties, type TSchema } from 'typebox'

/** A type whose every part is read-only. */
export type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T

/** The type of what a schema describes. */
export type Of<Schema extends TSchema> = Static<Schema>

/** An object with these properties and no others. */
export const object = <Properties extends TProperties>(description: string, properties: Properties) =>
  Type.Object(properties, { description, additionalProperties: false })

export const text = (description: string, options: { minLength?: number; pattern?: string } = {}) =>
  Type.String({ description, ...options })

export const list = <Item extends TSchema>(description: string, items: Item) => Type.Array(items, { description })

export const texts = (description: string) => list(description, Type.String())

export const flag = (description: string) => Type.Boolean({ description })

/** A number that is neither negative nor broken. */
export const whole = (description: string) => Type.Integer({ description, minimum: 0 })

/** A whole number from 1. */
export const positive = (description: string) => Type.Integer({ description, minimum: 1 })

/** A number that is not negative. */
export const measure = (description: string) => Type.Number({ description, minimum: 0 })

/** A part of a whole, from 0 to 1. */
export const share = (description: string) => Type.Number({ description, minimum: 0, maximum: 1 })

export const milliseconds = (description: string) =>
  Type.Number({ description: `${description} Milliseconds.`, minimum: 0 })

export const optional = Type.Optional

/** One of some texts. */
export const oneOf = <const Values extends readonly string[]>(description: string, values: Values) =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], description })

/** One text and no other. */
export const literal = <const Value extends string>(value: Value) => Type.Literal(value)

/** Any of some objects, told apart by one of their properties. */
export const anyOf = <const Schemas extends TSchema[]>(description: string, schemas: [...Schemas]) =>
  Type.Union(schemas, { description })

export const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

export const status = (description: string) => Type.Integer({ description, minimum: 100, maximum: 999 })

/** Texts by name. */
export const textsByName = (description: string) => Type.Record(Type.String(), Type.String(), { description })
