import type { Command, Help } from 'commander'
import type { CommandDefinition } from './command.ts'
import { helpOf, type Option, optionsIn } from './options/define.ts'

type Row = readonly [term: string, description: string]

/** What the help of a command shows besides its options. */
export interface HelpPage {
  readonly usage: string
  readonly definition: CommandDefinition
  /** Commands below this one, with what they do. */
  readonly commands?: readonly Row[]
  readonly exitCodes?: readonly Row[]
}

/** The help of a command: usage, description, commands, arguments, options in their groups, examples, exit codes. */
export function helpText({ usage, definition, ...more }: HelpPage, command: Command, helper: Help): string {
  const { description, groups, examples, notes = [] } = definition
  const options = [...optionsIn(groups).values()]
  const general = helper.visibleOptions(command).filter((one) => !options.some(({ flags }) => flags === one.flags))
  const sections: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ['Commands', more.commands ?? []],
    ['Arguments', options.filter(({ argument }) => argument !== undefined).map(rowOf)],
    ...Object.values(groups).map(({ title, options }) => [title, flagRows(Object.values(options))] as const),
    ['General', general.map((one): Row => [one.flags, one.description])],
  ]
  const exitCodes: readonly Row[] = more.exitCodes ?? []
  const width = Math.max(...[...sections.flatMap(([, rows]) => rows), ...exitCodes].map(([term]) => term.length))
  const section = (title: string, rows: readonly Row[]) =>
    rows.length === 0 ? [] : [`${title}:`, ...rows.map((row) => helper.formatItem(row[0], width, row[1], helper)), '']
  const paragraph = (text: string) => [helper.boxWrap(text, helper.helpWidth ?? 80), '']
  const lines = [
    `Usage: ${usage}`,
    '',
    ...paragraph(description),
    ...sections.flatMap(([title, rows]) => section(title, rows)),
    ...(examples.length === 0
      ? []
      : ['Examples:', ...examples.flatMap(([says, line]) => [`  # ${says}`, `  ${line}`, ''])]),
    ...section('Exit codes', exitCodes),
    ...notes.flatMap(paragraph),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function flagRows(options: readonly Option[]): Row[] {
  return options.filter(({ flags }) => flags !== undefined).map(rowOf)
}

function rowOf(option: Option): Row {
  return [option.flags ?? option.argument ?? '', helpOf(option)]
}
