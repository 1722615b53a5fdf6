import { Command, CommanderError, Option } from 'commander'
import { UsageError } from '../run/errors.ts'
import { version } from '../version.ts'
import type { WordingFlags } from './commands/wording.ts'
import { nearest } from './nearest.ts'
import { type SettingName, type Settings, settingNames, settingOf } from './settings/table.ts'
import { readValue } from './settings/values.ts'

/** What the command line says besides settings. */
export interface RunFlags {
  readonly config?: string
  readonly passwordStdin?: boolean
  readonly identityPasswordsStdin?: boolean
  readonly embedded?: boolean
  readonly list?: boolean
  readonly resume?: boolean
  readonly upgradeSeed?: boolean
  readonly upgradeVerify?: boolean
}

/**
 * Reads the command line and runs the command it names. Each command is loaded only when it is called.
 * @returns the exit code
 * @throws UsageError for whatever cannot be understood
 */
export async function program(argv: readonly string[]): Promise<number> {
  let code = 0
  const root = new Command('oci-referee')
  root
    .description('Judges a container registry by the OCI Distribution Specification, its referrers API above all.')
    .usage('[registry] [options]\n       oci-referee <command> [options]')
    .version(version, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .configureOutput({ writeErr: () => {} })
    .showHelpAfterError(false)
    .exitOverride()
    .enablePositionalOptions()

  root.hook('preAction', (_, called) => {
    if (called !== root) expectOptionsAfter(called.name(), root)
  })
  for (const name of settingNames) addSetting(root, name)
  root
    .argument('[registry]', 'The registry to judge: host:port, http://host:port or https://host')
    .option(
      '--config <file>',
      'Read settings from this YAML or JSON file (default: oci-referee.yaml, .yml or .json, where there is one)',
    )
    .option('--password-stdin', 'Read the password from standard input')
    .option(
      '--identity-passwords-stdin',
      'Read passwords of identities from standard input, a line NAME=PASSWORD for each',
    )
    .option('--embedded', 'Judge the embedded reference registry')
    .option('--list', 'Print what would run, and run nothing')
    .option('--resume', 'Go on with the watch that --observe-retention began')
    .option('--upgrade-seed', 'Push what a registry holds before it gets the referrers API, and stop')
    .option('--upgrade-verify', 'Judge as well what became of that, now that the API is on')
    .addHelpText(
      'after',
      '\nExit codes: 0 conforms, 1 does not, 2 wrong usage, 3 could not judge,\n130 interrupted (143 by a polite kill).',
    )
    .action(async (registry: string | undefined, raw: Record<string, unknown>) => {
      expectNoCommand(registry, root)
      const { judgeCommand } = await import('./commands/judge.ts')
      code = await judgeCommand(settingsIn(registry, raw), raw as RunFlags)
    })

  root
    .command('list')
    .description('List the checks: ids, titles, requirements')
    .option('--only <ids>', settingOf('only').help)
    .option('--skip <ids>', settingOf('skip').help)
    .option('--profile <names>', settingOf('profile').help)
    .option('--spec <version>', settingOf('spec').help)
    .option('--json', 'Print JSON')
    .action(async (raw: Record<string, unknown>) => {
      const { listCommand } = await import('./commands/list.ts')
      listCommand(settingsIn(undefined, raw), raw['json'] === true, true)
    })

  root
    .command('explain <id>')
    .description('Explain a check, a requirement or a question')
    .action(async (id: string) => {
      const { explainCommand } = await import('./commands/explain.ts')
      explainCommand(id)
    })

  root
    .command('serve')
    .description('Serve the embedded reference registry until interrupted')
    .option('--port <number>', 'Port to listen on, 0 for any', '5000')
    .option('--host <name>', 'Address to listen on', '127.0.0.1')
    .option('--fault <names>', 'Be wrong in these named ways, with commas between (see `oci-referee faults`)')
    .option('--variant <names>', 'Differ in these named, conforming ways')
    .option('--no-referrers', 'Leave the referrers API out')
    .option('--users <file>', 'Have these users, each with rights by repository: YAML or JSON (see the README)')
    .option('--username <name>', 'Ask for this user; the password comes from --password-stdin or OCI_REFEREE_PASSWORD')
    .option('--password-stdin', 'Read the password from standard input')
    .action(async (options) => {
      const { serveCommand } = await import('./commands/serve.ts')
      await serveCommand(options)
    })

  root
    .command('faults')
    .description('List the named faults and conforming variants of the embedded registry')
    .option('--json', 'Print JSON')
    .action(async (options: { json?: boolean }) => {
      const { faultsCommand } = await import('./commands/faults.ts')
      faultsCommand(options.json === true)
    })

  root
    .command('prove')
    .description('Prove the suites: every fault is caught by a check, no conforming variant turns anything red')
    .option('--reports-dir <folder>', settingOf('reportsDir').help, 'reports')
    .option('--seed <text>', 'Seed of the content and of the sample of double faults', 'prove')
    .option('--pairs <number>', 'How many pairs of faults to try at once', '24')
    .option('--only <names>', 'Try these faults and variants alone: names or globs, with commas between')
    .option('--threads <number>', 'Worker threads (default: one for each core)')
    .option('--vs <command>', 'Run another tool against the same registries: {url} and {host} stand for each of them')
    .option('--quiet', 'Print the sums alone')
    .option('--no-color', 'Print without colours')
    .action(async (options) => {
      const { proveCommand } = await import('./commands/prove.ts')
      const { color, ...rest } = options
      code = await proveCommand({ ...rest, ...(color === false && { color }) })
    })

  root
    .command('report <outcome>')
    .description('Make the reports again from the outcome.json of a run')
    .option('--reports-dir <folder>', settingOf('reportsDir').help)
    .option('--format <names>', settingOf('format').help)
    .action(async (outcome: string, raw: Record<string, unknown>) => {
      const { reportCommand } = await import('./commands/report.ts')
      code = await reportCommand(outcome, settingsIn(undefined, raw))
    })

  root
    .command('wording <spec>')
    .description('Read a specification text: what judges each statement, what changed, how registries stand to it')
    .option('--against <file>', 'Compare with this earlier text')
    .option('--outcomes <folder>', 'Say how the registries of these recorded outcomes stand to each statement')
    .option('--format <name>', 'terminal, markdown or json', 'terminal')
    .option('--out <file>', 'Write to this file')
    .option('--no-color', 'Print without colours')
    .action(async (spec: string, { color, ...flags }: WordingFlags) => {
      const { wordingCommand } = await import('./commands/wording.ts')
      // Commander says true where nothing was said.
      await wordingCommand(spec, { ...flags, ...(color === false && { color }) })
    })

  try {
    await root.parseAsync(argv)
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause
    if (cause.exitCode === 0) return 0
    throw new UsageError(explained(cause, root))
  }
  return code
}

/** A mistyped command would otherwise be taken for a host. */
function expectNoCommand(registry: string | undefined, root: Command): void {
  if (registry === undefined || /[.:/]|^localhost$/.test(registry)) return
  const [near] = nearest(
    registry,
    root.commands.map((one) => one.name()),
  )
  if (near) throw new UsageError(`there is no command ${registry}; did you mean ${near}?`)
}

/** Options before a command are those of a run: the command would not see them. */
function expectOptionsAfter(command: string, root: Command): void {
  const early = root.options.find((option) => root.getOptionValueSource(option.attributeName()) === 'cli')
  if (early) throw new UsageError(`options of ${command} go after it: oci-referee ${command} ${early.long}`)
}

function addSetting(command: Command, name: SettingName): void {
  const { flags, help, kind } = settingOf(name)
  if (!flags) return
  const option = new Option(flags, help)
  if (kind === 'list' || kind === 'identities')
    option.argParser((text: string, before: unknown[] = []) => [
      ...before,
      ...(readValue(name, text, option.long!) as unknown[]),
    ])
  command.addOption(option)
}

/** The settings among parsed options, each read from its text. */
function settingsIn(registry: string | undefined, raw: Readonly<Record<string, unknown>>): Settings {
  const found: Record<string, unknown> = {}
  for (const name of settingNames) {
    const { flags } = settingOf(name)
    const value = raw[flags ? new Option(flags).attributeName() : name]
    const long = flags?.match(/--[a-z-]+/)?.[0] ?? name
    if (typeof value === 'string') found[name] = readValue(name, value, long)
    // Commander sets a --no-… option to true when it is not given: only its absence is said.
    else if (value !== undefined && !(name === 'color' && value === true)) found[name] = value
  }
  return { ...(found as Settings), ...(registry !== undefined && { target: registry }) }
}

/** One line for what commander could not understand. */
function explained(error: CommanderError, root: Command): string {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*?)\?\)/, '; did you mean $1?')
    .replace(/\s+/g, ' ')
  if (error.code === 'commander.excessArguments') {
    const names = root.commands.map((one) => one.name())
    const [near] = root.args.flatMap((word) => nearest(word, names))
    return `one registry at a time${near ? `; or did you mean the command ${near}?` : ''} (see --help)`
  }
  return message.includes('did you mean') ? message : `${message} (see --help)`
}
