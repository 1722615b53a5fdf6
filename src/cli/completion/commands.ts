import type { CommandDefinition } from '../command.ts'
import { type Option, optionsIn } from '../options/define.ts'
import type { ListName } from './lists.ts'

/** A command as shells complete it. */
export interface Completed {
  /** Empty: no command, a registry is judged. */
  readonly name: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  /** Its arguments in their order; the last one may be given again. */
  readonly values: readonly CompletedValue[]
}

/** What a shell offers for a value: a file or folder, some words, those of lists, or nothing that it could know. */
export type CompletedValue =
  | { readonly takes: 'file' | 'anything' }
  | {
      readonly takes: 'words'
      readonly words: readonly string[]
      readonly lists: readonly ListName[]
      /** Several of them, with commas between. */
      readonly many: boolean
    }

export interface CompletedFlag {
  /** Without its dashes. */
  readonly name: string
  readonly help: string
  /** What comes after it; undefined: nothing does. */
  readonly value: CompletedValue | undefined
}

const help: CompletedFlag = { name: 'help', help: 'Print this help', value: undefined }
const version: CompletedFlag = { name: 'version', help: 'Print the version', value: undefined }
const config: CompletedFlag = { name: 'config', help: 'Read options from this file', value: { takes: 'file' } }

/** What shells need to know of a command. */
export function completed(name: string, summary: string, { groups, configFile }: CommandDefinition): Completed {
  const options = [...optionsIn(groups).values()]
  const general = [...(configFile ? [config] : []), help, ...(name === '' ? [version] : [])]
  return {
    name,
    summary,
    flags: [...options.flatMap((option) => flagOf(option) ?? []), ...general],
    values: options.flatMap((option) => (option.argument === undefined ? [] : offerFor(option))),
  }
}

function flagOf(option: Option): CompletedFlag | undefined {
  const { flags = '', help } = option
  const [, name, value] = /--([a-z-]+)(?: (<.+>))?/.exec(flags) ?? []
  if (name === undefined) return undefined
  return { name, help, value: value === undefined ? undefined : offerFor(option) }
}

function offerFor({ kind, completes: lists = [] }: Option): CompletedValue {
  const { words = [], repeatable: many = false, isFile } = kind
  if (words.length + lists.length > 0) return { takes: 'words', words, lists, many }
  return { takes: isFile ? 'file' : 'anything' }
}
