import type { Command } from 'commander'
import { specVersions } from '../catalogue/types.ts'
import { OptionError, UsageError } from '../run/errors.ts'
import { calledAs } from '../text/called-as.ts'
import { commit, version } from '../version.ts'
import type { CommandDefinition, NamedCommand } from './command.ts'
import { type CommandEntry, commandNamed, commandNames, commands } from './commands/index.ts'
import { command as judge } from './commands/judge.ts'
import { exitCodes } from './exit-code.ts'
import { nearest } from './nearest.ts'
import { fromConfigFile } from './options/config-file.ts'
import { optionsIn, spelled, variablesOf } from './options/define.ts'
import { fromEnvironment, type OptionValues, settingsFrom } from './options/sources.ts'
import { type Parsed, parse, parserOf } from './parser.ts'

/**
 * Reads the command line and runs the command it names; without one, a registry is judged.
 * @returns the exit code
 * @throws UsageError for whatever cannot be understood
 */
export async function program(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv.slice(2)
  if (first === 'help') {
    const [about] = rest
    if (about !== undefined && !commandNamed(about)) throw noCommand(about)
    return program([...argv.slice(0, 2), ...rest.slice(0, 1), '--help'])
  }
  const entry = commandNamed(first)
  if (entry) {
    const { command } = await entry.load()
    return run(command, parse(subcommandParser(first!, command), command, rest))
  }
  const parsed = parse(rootParser(), judge, argv.slice(2))
  if (parsed) expectRegistry(parsed)
  return run(judge, parsed)
}

async function run(command: CommandDefinition, parsed: Parsed | undefined): Promise<number> {
  if (!parsed) return 0
  const { values, configFile } = parsed
  const file = command.configFile ? await fromConfigFile(command.groups, configFile) : {}
  const environment = fromEnvironment(command.groups, process.env)
  const settings = settingsFrom(command.groups, values, environment, file)
  try {
    return await command.run(settings, { onCommandLine: new Set(Object.keys(values)), everyCommand })
  } catch (cause) {
    throw cause instanceof OptionError ? placed(cause, command, [values, environment, file]) : cause
  }
}

/** A mistake in an option that was given elsewhere than on the command line, where people would look for it in vain. */
function placed(cause: OptionError, { groups }: CommandDefinition, sources: readonly OptionValues[]): OptionError {
  const [name, option] = [...optionsIn(groups)].find(([, one]) => spelled(one) === cause.flag) ?? []
  if (name === undefined || option === undefined) return cause
  const where = [undefined, variablesOf(name, option).find((variable) => process.env[variable]), 'the config file']
  const place = where[sources.findIndex((source) => source[name] !== undefined)]
  return place === undefined ? cause : cause.from(place)
}

async function everyCommand(): Promise<readonly NamedCommand[]> {
  const named = Object.entries<CommandEntry>(commands).map(
    async ([name, { summary, load }]): Promise<NamedCommand> => ({ name, summary, definition: (await load()).command }),
  )
  return [{ name: '', summary: judge.description, definition: judge }, ...(await Promise.all(named))]
}

/** The version stands alone in the first line, for programs that read it. */
function versions(): string {
  const built = commit()
  return [
    version,
    ...(built === undefined ? [] : [`commit ${built}`]),
    `specification ${specVersions.join(', ')}`,
  ].join('\n')
}

/** Parses what comes after the name of a command. */
function subcommandParser(name: string, definition: CommandDefinition): Command {
  const places = [...optionsIn(definition.groups).values()].flatMap(({ argument }) => argument ?? [])
  return parserOf({ usage: ['oci-referee', name, ...places, '[options]'].join(' '), definition })
}

/** Parses a command line that begins with no command. */
function rootParser(): Command {
  return parserOf({
    usage: 'oci-referee [registry] [options]\n       oci-referee <command> [options]',
    definition: judge,
    commands: Object.entries(commands).map(([name, { summary }]) => [name, summary]),
    exitCodes,
  })
    .version(versions(), '-V, --version', 'Print the versions of the tool and of the specification')
    .allowExcessArguments()
}

function noCommand(word: string): UsageError {
  const [near] = nearest(word, commandNames)
  return new UsageError(`there is no command ${word}; ${near ? `did you mean ${near}?` : 'see --help'}`)
}

/** Where a registry is to be named there may be a command instead, mistyped or after options. */
function expectRegistry({ words, values }: Parsed): void {
  const [word, ...others] = words
  if (word === undefined) return
  if (commandNamed(word)) {
    const early = [...optionsIn(judge.groups)].find(([name, { flags }]) => flags !== undefined && name in values)
    const flag = early ? ` ${spelled(early[1])}` : ''
    throw new UsageError(`options of ${word} go after it: ${calledAs()} ${word}${flag}`)
  }
  if (!/[.:/]|^localhost$/.test(word) && nearest(word, commandNames).length > 0) throw noCommand(word)
  if (others.length === 0) return
  const [near] = words.flatMap((one) => nearest(one, commandNames))
  throw new UsageError(`one registry at a time${near ? `; or did you mean the command ${near}?` : ''} (see --help)`)
}
