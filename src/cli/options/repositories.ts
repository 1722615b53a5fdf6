import { defaults } from '../../target/options.ts'
import { group, option } from './define.ts'
import { flag, text } from './kinds.ts'

const { allowContent, keep } = defaults.repositories

export const repositories = group('Repositories', {
  repo: option(text, {
    flags: '--repo <name>',
    official: [{ name: 'OCI_REPO1' }],
    otherwise: 'made from the seed',
    help: 'First repository to write to',
  }),
  altRepo: option(text, {
    flags: '--alt-repo <name>',
    official: [{ name: 'OCI_REPO2' }],
    otherwise: 'made from the seed',
    help: 'Second repository to write to',
  }),
  allowContent: option(flag, {
    flags: '--allow-content',
    default: allowContent,
    help: 'Run even if --repo or --alt-repo holds tags; they are left alone',
  }),
  keep: option(flag, { flags: '--keep', default: keep, help: 'Do not remove what was pushed' }),
})
