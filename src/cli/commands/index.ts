import type { CommandDefinition } from '../command.ts'

export interface CommandEntry {
  /** What it does, in the list of commands. */
  readonly summary: string
  /** Loads its file, which only the command itself and its help need. */
  load(): Promise<{ readonly command: CommandDefinition }>
}

/** Every command by its name: a line here and its file are all that one needs. */
export const commands = {
  list: { summary: 'List the checks', load: () => import('./list.ts') },
  explain: { summary: 'Explain a check, a requirement or a question', load: () => import('./explain.ts') },
  serve: { summary: 'Serve the embedded reference registry', load: () => import('./serve.ts') },
  faults: {
    summary: 'List the faults of the embedded registry',
    load: () => import('./faults.ts'),
  },
  prove: {
    summary: 'Prove that every fault is caught by a check',
    load: () => import('./prove.ts'),
  },
  explore: { summary: 'Look for mistakes by random histories', load: () => import('./explore.ts') },
  load: { summary: 'Measure how costs grow with what there is', load: () => import('./load.ts') },
  replay: { summary: 'Play a history that explore found', load: () => import('./replay.ts') },
  report: { summary: 'Make the reports of a run again', load: () => import('./report.ts') },
  merge: { summary: 'Join the outcomes of the parts of a run', load: () => import('./merge.ts') },
  view: { summary: 'Show the report of a run in a browser', load: () => import('./view.ts') },
  compare: { summary: 'Compare outcomes of several runs', load: () => import('./compare.ts') },
  expect: { summary: 'Write or update a file of known failures', load: () => import('./expect.ts') },
  repro: { summary: 'Print the script that shows a finding', load: () => import('./repro.ts') },
  completion: { summary: 'Print the completion of a shell', load: () => import('./completion.ts') },
  wording: {
    summary: 'Compare a specification text with the checks',
    load: () => import('./wording.ts'),
  },
} as const satisfies Readonly<Record<string, CommandEntry>>

/** The command of a name. */
export function commandNamed(name: string | undefined): CommandEntry | undefined {
  return name !== undefined && Object.hasOwn(commands, name) ? commands[name as keyof typeof commands] : undefined
}

export const commandNames: readonly string[] = Object.keys(commands)
