import type { Groups, Settings } from './options/define.ts'

/** A line to type, and what it does. */
export type Example = readonly [says: string, line: string]

/** What the command line itself tells a command besides its settings. */
export interface Invocation {
  /** Names of the options that were given on the command line, not by the environment or a file. */
  readonly onCommandLine: ReadonlySet<string>
  /** Loads every command; the first one, without a name, judges a registry. */
  everyCommand(): Promise<readonly NamedCommand[]>
}

export interface NamedCommand {
  readonly name: string
  /** What it does, in the list of commands. */
  readonly summary: string
  readonly definition: CommandDefinition
}

/** A command: everything that the command line, its help and the documentation need to know of it. */
export interface CommandDefinition<All extends Groups = Groups> {
  /** What it does, in a sentence or two. */
  readonly description: string
  /** Its options, in the groups in which the help shows them and `run` gets their values. */
  readonly groups: All
  /** Takes `--config`, and reads a config file that lies in the working directory. */
  readonly configFile?: boolean
  readonly examples: readonly Example[]
  /** What else the help has to say, a paragraph each. */
  readonly notes?: readonly string[]
  /**
   * Does it.
   * @returns the exit code
   * @throws UsageError for what cannot be, CannotJudge where a target gives no verdict
   */
  run(settings: Settings<All>, invocation: Invocation): Promise<number> | number
}

/** Defines a command. `src/cli/commands/index.ts` names it. */
export function defineCommand<All extends Groups>(definition: CommandDefinition<All>): CommandDefinition {
  return definition
}
