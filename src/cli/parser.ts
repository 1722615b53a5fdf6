import { Command, CommanderError, Option as Flag } from 'commander'
import { UsageError } from '../run/errors.ts'
import type { CommandDefinition } from './command.ts'
import { type HelpPage, helpText } from './help.ts'
import { configNames } from './options/config-file.ts'
import { type Option, optionsIn, spelled } from './options/define.ts'
import type { OptionValues } from './options/sources.ts'

/** What the command line says. */
export interface Parsed {
  readonly values: OptionValues
  /** The words that are no options. */
  readonly words: readonly string[]
  /** What `--config` names. */
  readonly configFile: string | undefined
}

/** A parser for the options of a command. It never writes an error, nor ends the process. */
export function parserOf(page: HelpPage): Command {
  const { definition } = page
  const command = new Command()
    .helpOption('-h, --help', 'Print this help')
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ formatHelp: (one, helper) => helpText(page, one, helper) })
    .exitOverride()
  for (const option of optionsIn(definition.groups).values()) addTo(command, option)
  if (definition.configFile)
    command.option('--config <file>', `Read options from this file (default: ${configNames.join(', ')})`)
  return command
}

function addTo(command: Command, option: Option): void {
  const { kind, flags, argument, help } = option
  if (argument !== undefined) command.argument(argument, help)
  if (flags === undefined) return
  const one = new Flag(flags, help)
  const read = (text: string) => kind.read(text, spelled(option))
  // Commander gives what it read before, so that a list can be said in parts.
  const readMore = (text: string, before: unknown) => [...((before ?? []) as unknown[]), ...(read(text) as unknown[])]
  if (one.required) one.argParser(kind.repeatable ? readMore : read)
  command.addOption(one)
}

/**
 * Parses the words after the name of a command.
 * @returns what they say; undefined when they asked for help or the version, which was printed
 * @throws UsageError for what cannot be understood
 */
export function parse(command: Command, definition: CommandDefinition, words: readonly string[]): Parsed | undefined {
  try {
    // Without an action commander prints the help when there are no arguments.
    command.action(() => {}).parse(words, { from: 'user' })
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause
    if (cause.exitCode === 0) return undefined
    throw new UsageError(explained(cause))
  }
  const { config } = command.opts<{ config?: string }>()
  return { values: valuesIn(command, definition), words: command.args, configFile: config }
}

function valuesIn(command: Command, { groups }: CommandDefinition): OptionValues {
  const options = [...optionsIn(groups)]
  const found: Record<string, unknown> = {}
  for (const [at, [name, option]] of options.filter(([, { argument }]) => argument !== undefined).entries()) {
    const words = command.args.slice(at)
    const read = (word: string) => option.kind.read(word, spelled(option))
    // An argument that takes all that follows: each word adds to its list.
    if (option.argument!.includes('...')) found[name] = words.flatMap((word) => read(word) as unknown[])
    else if (words[0] !== undefined) found[name] = read(words[0])
  }
  for (const [name, { flags }] of options) {
    const key = flags === undefined ? '' : new Flag(flags).attributeName()
    // Commander has a value for each --no-… option: only what was given counts.
    if (command.getOptionValueSource(key) === 'cli') found[name] = command.getOptionValue(key)
  }
  return found
}

const guess = /\n\(Did you mean (.*?)\?\)/

/** One line for what commander could not understand. */
function explained({ message }: CommanderError): string {
  const near = guess.exec(message)?.[1]
  const text = message
    .replace(/^error: /, '')
    .replace(guess, '')
    .replace(/\s+/g, ' ')
  return near === undefined ? `${text} (see --help)` : `${text}; did you mean ${near}?`
}
