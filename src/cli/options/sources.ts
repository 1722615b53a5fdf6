import { type Group, type Groups, type Option, optionsIn, type Settings, type Values, variablesOf } from './define.ts'

/** What a source says, by the names of options; what it does not say is absent. */
export type OptionValues = Readonly<Record<string, unknown>>

/**
 * What the environment says. The official suite's variables mean here what they mean there, so that this tool drops
 * into a pipeline made for it. An empty variable says nothing.
 * @throws UsageError for a value that cannot be read
 */
export function fromEnvironment(groups: Groups, env: Readonly<Record<string, string | undefined>>): OptionValues {
  const found: Record<string, unknown> = {}
  for (const [name, option] of optionsIn(groups)) {
    for (const variable of variablesOf(name, option)) {
      const text = env[variable]
      if (!text || found[name] !== undefined) continue
      const value = readVariable(option, variable, text)
      if (value !== undefined) found[name] = value
    }
  }
  return found
}

function readVariable({ kind, official = [] }: Option, variable: string, text: string): unknown {
  const own = official.find(({ name }) => name === variable)
  return own?.read ? own.read(text) : kind.read(text, variable)
}

/** The settings of a command: for each option the first source that says it, else its default. */
export function settingsFrom<All extends Groups>(groups: All, ...sources: readonly OptionValues[]): Settings<All> {
  const entries = Object.entries(groups).map(([key, one]) => [key, valuesFrom(one, ...sources)])
  return Object.fromEntries(entries) as Settings<All>
}

/** The same for one group: what a command that does not take all of its options says of them. */
export function valuesFrom<One extends Group>({ options }: One, ...sources: readonly OptionValues[]): Values<One> {
  const valueFor = (name: string, option: Option) =>
    sources.map((source) => source[name]).find((value) => value !== undefined) ?? option.default
  const entries = Object.entries(options).map(([name, option]) => [name, valueFor(name, option)])
  return Object.fromEntries(entries) as Values<One>
}
