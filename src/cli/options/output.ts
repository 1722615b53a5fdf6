import { type FormatName, formatNames } from '../../report/index.ts'
import { group, option } from './define.ts'
import { choices, file, flag } from './kinds.ts'

export const output = group('Output', {
  reportsDir: option(file, {
    flags: '--reports-dir <folder>',
    official: [{ name: 'OCI_RESULTS_DIR' }],
    default: 'reports',
    help: 'Folder to write reports to',
  }),
  format: option(choices([...formatNames, 'none']), {
    flags: '--format <names>',
    default: ['junit', 'json'],
    help: `Reports to write, comma-separated: ${formatNames.join(', ')}, none`,
  }),
  quiet: option(flag, { flags: '-q, --quiet', default: false, help: 'Print only findings and the verdict' }),
  verbose: option(flag, { flags: '-v, --verbose', default: false, help: 'Print every check' }),
  color: option(flag, { flags: '--no-color', help: 'Print without colours (NO_COLOR does the same)' }),
})

/** The reports that `--format` names, each once. */
export function formatsIn(names: readonly (FormatName | 'none')[]): readonly FormatName[] {
  return [...new Set(names)].filter((name) => name !== 'none')
}
