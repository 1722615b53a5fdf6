import { profileNames } from '../catalogue/profiles.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { defaults, repositoriesOf } from '../target/options.ts'
import { block, oneLine } from './safe-text.ts'
import { displayWidth } from './text-width.ts'

/** A word as a POSIX shell takes it literally. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/**
 * The command that repeats a run, or one check of it, with the same content.
 * @param program how the tool is called, such as `npx oci-referee`
 */
export function replayCommand(outcome: Outcome, program: string, id?: string): string {
  const { target, seed, spec, options } = outcome
  const made = repositoriesOf(seed)
  // Names made from the seed need not be said.
  const named = [
    ...(options.readOnly || target.repository === made.repository ? [] : ['--repo', target.repository]),
    ...(options.readOnly || target.alternateRepository === made.alternateRepository
      ? []
      : ['--alt-repo', target.alternateRepository]),
  ]
  const said = outcome.features.filter(({ source }) => source === 'feature-option')
  const features = said.map(({ name, state }) => `${name}=${state === 'declared' ? 'yes' : 'no'}`)
  const words = [
    '--seed',
    seed,
    ...named,
    // What this run had to leave behind is there when it is repeated.
    ...(named.length > 0 && outcome.leftovers.length > 0 ? ['--allow-content'] : []),
    ...(features.length > 0 ? ['--feature', features.join(',')] : []),
    ...(spec === defaults.selection.spec ? [] : ['--spec', spec]),
    ...(options.strict ? ['--strict'] : []),
    ...(options.profiles.length < profileNames.length ? ['--profile', options.profiles.join(',')] : []),
    ...(options.readOnly ? ['--read-only'] : []),
    ...(options.existing.length > 0 ? ['--existing', options.existing.join(',')] : []),
  ]
  const selection = [
    ...(options.only.length > 0 ? ['--only', options.only.join(',')] : []),
    ...(options.skip.length > 0 ? ['--skip', options.skip.join(',')] : []),
  ]
  const only = id === undefined ? selection : ['--only', id]
  return [program, ...[target.url, ...only, ...words].map((word) => shellQuote(oneLine(word, 1000)))].join(' ')
}

/** A command that is safe to show and whole, or words that say where it is: half a command helps nobody. */
export function showCommand(command: string, most = 4000): string {
  const shown = block(command, most)
  return shown.length > most ? `# ${command.length} characters long: see outcome.json` : shown
}

/** Breaks a command between its words, each line but the last ending in `\`. It stays one command when pasted. */
export function wrapCommand(command: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of pairs(words(command))) {
    // A word that is longer than a line gains nothing from a line of its own.
    const fits = displayWidth(`  ${word} \\`) <= width
    if (line !== '' && fits && displayWidth(`${line} ${word} \\`) > width) {
      lines.push(`${line} \\`)
      line = `  ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** Keeps the value of an option beside it. */
function pairs(words: readonly string[]): string[] {
  const result: string[] = []
  for (const [index, word] of words.entries()) {
    const before = words[index - 1] ?? ''
    if (/^--?[A-Za-z][\w-]*$/.test(before) && !word.startsWith('-')) result.push(`${result.pop()} ${word}`)
    else result.push(word)
  }
  return result
}

/** Words as the shell sees them, still quoted. Line ends between words, also those after a `\`, are gone. */
function words(command: string): string[] {
  return command.match(/(?:'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[^\n]|[^\s'"\\]|['"])+/g) ?? []
}
