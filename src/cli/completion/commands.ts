import type { CommandDefinition } from '../command.ts'
import { type Option, optionsIn } from '../options/define.ts'

/** A command as shells complete it. */
export interface Completed {
  /** Empty: no command, a registry is judged. */
  readonly name: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
}

export interface CompletedFlag {
  /** Without its dashes. */
  readonly name: string
  readonly help: string
  /** What comes after it: nothing, a file or folder, one of some words, or anything. */
  readonly takes: 'nothing' | 'file' | 'words' | 'anything'
  readonly words: readonly string[]
}

const help: CompletedFlag = { name: 'help', help: 'Print this help', takes: 'nothing', words: [] }
const version: CompletedFlag = { name: 'version', help: 'Print the version', takes: 'nothing', words: [] }
const config: CompletedFlag = { name: 'config', help: 'Read options from this file', takes: 'file', words: [] }

/** What shells need to know of a command. */
export function completed(name: string, summary: string, { groups, configFile }: CommandDefinition): Completed {
  const own = [...optionsIn(groups).values()].flatMap((option) => flagOf(option) ?? [])
  const general = [...(configFile ? [config] : []), help, ...(name === '' ? [version] : [])]
  return { name, summary, flags: [...own, ...general] }
}

function flagOf({ flags, help, kind }: Option): CompletedFlag | undefined {
  const name = /--([a-z-]+)/.exec(flags ?? '')?.[1]
  if (name === undefined) return undefined
  const [, value] = /<(.+)>/.exec(flags!) ?? []
  const { words = [] } = kind
  const takes =
    value === undefined ? 'nothing' : /^(file|folder)$/.test(value) ? 'file' : words.length > 0 ? 'words' : 'anything'
  return { name, help, takes, words }
}
