import type { Completed, CompletedFlag } from './commands.ts'

/** What makes the script of a shell, by its name. */
export const shells = { bash, zsh, fish } as const

export type ShellName = keyof typeof shells

export const shellNames = Object.keys(shells) as ShellName[]

const program = 'oci-referee'

function bash(commands: readonly Completed[]): string {
  const named = commands.filter(({ name }) => name !== '').map(({ name }) => name)
  const flags = ({ flags }: Completed) => flags.map(({ name }) => `--${name}`)
  const after = commands.flatMap(({ name, flags }) =>
    flags.flatMap((flag) => {
      if (flag.takes === 'nothing') return []
      const what = flag.takes === 'words' ? `words='${flag.words.join(' ')}'` : 'return'
      return [`    '${name} --${flag.name}') ${what} ;;`]
    }),
  )
  const words = commands.map((one) => {
    const all = one.name === '' ? [...named, ...flags(one)] : flags(one)
    return `      '${one.name}') words='${all.join(' ')}' ;;`
  })
  return [
    `# bash completion of ${program}: source <(${program} completion bash)`,
    '_oci_referee() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that expands it
    '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= words=',
    '  COMPREPLY=()',
    '  if (( COMP_CWORD > 1 )); then',
    `    case \${COMP_WORDS[1]} in ${named.join('|')}) command=\${COMP_WORDS[1]} ;; esac`,
    '  fi',
    // A file is completed by the shell itself, and so is what nobody can know.
    '  case "$command $previous" in',
    ...after,
    '  esac',
    '  if [[ -z $words ]]; then',
    '    case $command in',
    ...words,
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    `complete -o default -F _oci_referee ${program}`,
    '',
  ].join('\n')
}

function zsh(commands: readonly Completed[]): string {
  const named = commands.filter(({ name }) => name !== '')
  const escaped = (text: string) => text.replaceAll(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''")
  const spec = ({ name, help, takes, words }: CompletedFlag) => {
    const value = { nothing: '', file: ':file:_files', words: `:value:(${words.join(' ')})`, anything: ':value:' }[
      takes
    ]
    return `'--${name}[${escaped(help)}]${value}'`
  }
  const call = ({ flags }: Completed) => `_arguments ${[...flags.map(spec), "'*:file:_files'"].join(' \\\n      ')}`
  return [
    `#compdef ${program}`,
    `# zsh completion of ${program}: source <(${program} completion zsh), or a file _${program} in $fpath`,
    `_${program}() {`,
    '  local -a commands',
    '  commands=(',
    ...named.map(({ name, summary }) => `    '${name}:${escaped(summary)}'`),
    '  )',
    '  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then _describe command commands; fi',
    '  case $words[2] in',
    ...named.flatMap((one) => [`    ${one.name})`, '      shift words; (( CURRENT-- ))', `      ${call(one)} ;;`]),
    `    *) ${call(commands.find(({ name }) => name === '')!)} ;;`,
    '  esac',
    '}',
    `if [[ $funcstack[1] = _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi`,
    '',
  ].join('\n')
}

function fish(commands: readonly Completed[]): string {
  const named = commands.filter(({ name }) => name !== '')
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const names = named.map(({ name }) => name).join(' ')
  const when = ({ name }: Completed) =>
    quoted(name === '' ? `not __fish_seen_subcommand_from ${names}` : `__fish_seen_subcommand_from ${name}`)
  const value = ({ takes, words }: CompletedFlag) =>
    ({ nothing: '', file: ' -r -F', words: ` -x -a ${quoted(words.join(' '))}`, anything: ' -x' })[takes]
  return [
    `# fish completion of ${program}: ${program} completion fish | source`,
    ...named.map(
      ({ name, summary }) => `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap((one) =>
      one.flags.map(
        (flag) => `complete -c ${program} -n ${when(one)} -l ${flag.name}${value(flag)} -d ${quoted(flag.help)}`,
      ),
    ),
    '',
  ].join('\n')
}
