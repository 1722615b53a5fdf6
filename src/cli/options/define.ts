import type { ListName } from '../completion/lists.ts'
import type { Kind } from './kinds.ts'

/** A variable of the official conformance suite that means the same as an option here. */
export interface OfficialVariable<Value> {
  readonly name: string
  /** Reads it where it is written in another way; undefined: it says nothing of this option. */
  read?(text: string): Value | undefined
}

interface Common<Value> {
  /** As it is written on the command line, `--repo <name>`; absent for an argument. */
  readonly flags?: string
  /** Place on the command line of what is no option, `[registry]`. */
  readonly argument?: string
  /** What it does, for people. The default is added. */
  readonly help: string
  /** What happens without it, where that is no fixed value. */
  readonly otherwise?: string
  /** Neither the environment nor a config file can say it. */
  readonly commandLineOnly?: boolean
  readonly official?: readonly OfficialVariable<Value>[]
  /** What shells complete it by, where its kind has no words of its own. */
  readonly completes?: readonly ListName[]
}

/** All there is to know of an option: the command line, the environment, config files, help and docs follow from it. */
export interface Option<Value = unknown> extends Common<Value> {
  readonly kind: Kind<Value>
  /** Its value where nobody says it. */
  readonly default: Value
}

export type Options = Readonly<Record<string, Option>>

/** Options that are about one thing, under a heading of the help. */
export interface Group<Members extends Options = Options> {
  readonly title: string
  readonly options: Members
}

export type Groups = Readonly<Record<string, Group>>

/** The values of a group's options. */
export type Values<One extends Group> = {
  readonly [Name in keyof One['options']]: One['options'][Name] extends Option<infer Value> ? Value : never
}

/** The values of all options of a command, in their groups. */
export type Settings<All extends Groups> = { readonly [Name in keyof All]: Values<All[Name]> }

/** Defines an option. Without a default, and unless it is required, its value may be undefined. */
export function option<Value>(
  kind: Kind<Value>,
  about: Common<NoInfer<Value>> & { readonly default: NoInfer<Value> },
): Option<Value>
export function option<Value>(
  kind: Kind<Value>,
  about: Common<NoInfer<Value>> & { readonly required: true },
): Option<Value>
export function option<Value>(kind: Kind<Value>, about: Common<NoInfer<Value>>): Option<Value | undefined>
export function option<Value>(
  kind: Kind<Value>,
  about: Common<Value> & { readonly default?: Value; readonly required?: true },
): Option<Value> {
  return { ...about, kind, default: about.default as Value }
}

export function group<Members extends Options>(title: string, options: Members): Group<Members> {
  return { title, options }
}

/** Some options of a group, for a command that does not take all of them. */
export function pick<Members extends Options, Name extends keyof Members & string>(
  { title, options }: Group<Members>,
  ...names: readonly Name[]
): Group<Pick<Members, Name>> {
  return { title, options: Object.fromEntries(names.map((name) => [name, options[name]])) as Pick<Members, Name> }
}

/**
 * Makes an option that nobody reads an error of the compiler: take the options of a group out of its values by their
 * names, and give what is left to this.
 * @example const { port, host, ...rest } = values; allUsed(rest)
 */
export function allUsed(_rest: Readonly<Record<string, never>>): void {}

/** The options of all groups, by name. */
export function optionsIn(groups: Groups): ReadonlyMap<string, Option> {
  return new Map(Object.values(groups).flatMap(({ options }) => Object.entries(options)))
}

/** How an option is called in messages: `--repo`, or the name of an argument. */
export function spelled({ flags, argument }: Option): string {
  return /--[a-z-]+/.exec(flags ?? '')?.[0] ?? argument ?? ''
}

/** The variables that say an option, ours first: the first one that is set counts. */
export function variablesOf(name: string, { commandLineOnly, official = [] }: Option): readonly string[] {
  if (commandLineOnly) return []
  const own = `OCI_REFEREE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
  return [own, ...official.map((variable) => variable.name)]
}

/** The help of an option, with what holds where nobody says it. */
export function helpOf({ help, kind, default: value, otherwise }: Option): string {
  const isSaid = value !== undefined && typeof value !== 'boolean' && !(Array.isArray(value) && value.length === 0)
  const shown = otherwise ?? (isSaid ? kind.show(value) : undefined)
  return shown === undefined ? help : `${help} (default: ${shown})`
}
