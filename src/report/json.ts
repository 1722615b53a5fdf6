import type { Outcome } from '../outcome/outcome.ts'
import { outcomeSchema } from '../outcome/schema.ts'

/** The outcome as JSON: properties in the order of the schema, header fields sorted, a newline at the end. */
export function outcomeJson(outcome: Outcome): string {
  return `${JSON.stringify(ordered(outcome, outcomeSchema as Shape), null, 2)}\n`
}

/** As much of a schema as says which properties there are. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

/** Two documents that say the same are the same text, in whatever order they were put together. */
function ordered(value: unknown, shape: Shape): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, shape.items ?? {}))
  if (typeof value !== 'object' || value === null) return value
  const branches = [shape, ...(shape.anyOf ?? [])]
  const known = Object.assign({}, ...branches.map(({ properties }) => properties)) as Record<string, Shape>
  const inner = value as Readonly<Record<string, unknown>>
  const others = Object.keys(inner).filter((name) => !Object.hasOwn(known, name))
  const names = [...Object.keys(known).filter((name) => Object.hasOwn(inner, name)), ...others.sort()]
  return Object.fromEntries(
    names.map((name) => [name, ordered(inner[name], Object.hasOwn(known, name) ? known[name]! : {})]),
  )
}
