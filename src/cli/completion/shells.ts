import type { Completed, CompletedFlag, CompletedValue } from './commands.ts'
import { type ListName, lists } from './lists.ts'

/** What makes the script of a shell, by its name. */
export const shells = { bash, zsh, fish } as const

export type ShellName = keyof typeof shells

export const shellNames = Object.keys(shells) as ShellName[]

const program = 'oci-referee'

/** The variable of a script that holds a list, so that its hundreds of words are there once. */
const variable = (name: ListName) => `_oci_referee_${name}`

const listNames = Object.keys(lists) as ListName[]

function bash(commands: readonly Completed[]): string {
  const named = commands.filter(({ name }) => name !== '').map(({ name }) => name)
  const arm = (pattern: string, value: CompletedValue) => {
    if (value.takes !== 'words') return `    ${pattern}) return ;;`
    const words = [...value.words, ...value.lists.map((name) => `$${variable(name)}`)]
    return `    ${pattern}) words="${words.join(' ')}"${value.many ? ' many=1' : ''} ;;`
  }
  const afterFlag = commands.flatMap(({ name, flags }) =>
    flags.flatMap((flag) => (flag.value ? [arm(`'${name} --${flag.name}'`, flag.value)] : [])),
  )
  // Arguments are known by their place: options before them are rare.
  const atPlace = commands.flatMap(({ name, values }) => {
    if (name === '') return []
    const isLast = (at: number) => at === values.length - 1
    return values.map((value, at) => arm(isLast(at) ? `'${name} '*` : `'${name} ${at + 2}'`, value))
  })
  const flagsOf = commands.map(
    ({ name, flags }) => `    '${name}') words='${flags.map((flag) => `--${flag.name}`).join(' ')}' ;;`,
  )
  return `# bash completion of ${program}: source <(${program} completion bash)
${listNames.map((name) => `${variable(name)}='${lists[name].join(' ')}'`).join('\n')}
_oci_referee() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= words= many= before=
  COMPREPLY=()
  # What stands after --option= is a word of its own, and so is the sign.
  if [[ $current = = ]]; then current=
  elif [[ $previous = = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if (( COMP_CWORD > 1 )); then
    case \${COMP_WORDS[1]} in ${named.join('|')}) command=\${COMP_WORDS[1]} ;; esac
  fi
  # A file is completed by the shell itself.
  case "$command $previous" in
${afterFlag.join('\n')}
  esac
  if [[ -z $words && $current != -* ]]; then
    case "$command $COMP_CWORD" in
    ' 1') words='${named.join(' ')}' ;;
${atPlace.join('\n')}
    esac
  fi
  if [[ -z $words || ( -z $command && $COMP_CWORD -eq 1 ) ]]; then
    local more=$words
    case $command in
${flagsOf.join('\n')}
    esac
    words="$more $words"
  fi
  if [[ -n $many && $current = *,* ]]; then before=\${current%,*}, current=\${current##*,}; fi
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "$current"))
}
complete -o default -F _oci_referee ${program}
`
}

function zsh(commands: readonly Completed[]): string {
  const named = commands.filter(({ name }) => name !== '')
  const escaped = (text: string) => text.replaceAll(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''")
  const action = (value: CompletedValue): string => {
    if (value.takes === 'file') return '_files'
    if (value.takes !== 'words') return ''
    const words = [...value.words, ...value.lists.map((name) => `$=${variable(name)}`)]
    return `{${value.many ? 'compset -P "*,"; ' : ''}compadd -- ${words.join(' ')}}`
  }
  const flagSpec = ({ name, help, value }: CompletedFlag) =>
    `'--${name}${value ? '=' : ''}[${escaped(help)}]${value ? `:value:${action(value)}` : ''}'`
  const call = ({ flags, values }: Completed) => {
    const places = values.map((value) => `':value:${action(value)}'`)
    return `_arguments ${[...flags.map(flagSpec), ...places, "'*:file:_files'"].join(' \\\n      ')}`
  }
  return [
    `#compdef ${program}`,
    `# zsh completion of ${program}: source <(${program} completion zsh), or a file _${program} in $fpath`,
    ...listNames.map((name) => `typeset -g ${variable(name)}='${lists[name].join(' ')}'`),
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
  const offer = (value: CompletedValue): string => {
    if (value.takes === 'file') return ' -r -F'
    if (value.takes !== 'words') return ' -x'
    const words = [...value.words, ...value.lists.map((name) => `$${variable(name)}`)]
    return ` -x -a ${quoted(value.many ? `(__oci_referee_many ${words.join(' ')})` : words.join(' '))}`
  }
  return [
    `# fish completion of ${program}: ${program} completion fish | source`,
    ...listNames.map((name) => `set -g ${variable(name)} ${lists[name].join(' ')}`),
    '# Each word after those that are there, up to the last comma.',
    'function __oci_referee_many',
    "  set -l before (string match -r '^.*,' -- (commandline -ct | string replace -r '^--[a-z-]+=' ''))",
    '  printf \'%s\\n\' "$before"$argv',
    'end',
    ...named.map(
      ({ name, summary }) => `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap((one) => {
      const [first] = one.values
      return [
        ...(one.name !== '' && first && first.takes !== 'file'
          ? [`complete -c ${program} -n ${when(one)}${offer(first)}`]
          : []),
        ...one.flags.map(
          ({ name, value, help }) =>
            `complete -c ${program} -n ${when(one)} -l ${name}${value ? offer(value) : ''} -d ${quoted(help)}`,
        ),
      ]
    }),
    '',
  ].join('\n')
}
