import { profileNames } from '../../catalogue/profiles.ts'
import { specVersions } from '../../catalogue/types.ts'
import { defaults } from '../../target/options.ts'
import { group, option } from './define.ts'
import { choice, list, part } from './kinds.ts'
import { officialVersion } from './official.ts'

export const selection = group('Selection', {
  only: option(list, {
    flags: '--only <ids>',
    default: [],
    completes: ['areas', 'ids'],
    help: 'Run only these checks: ids, areas or globs, comma-separated',
  }),
  skip: option(list, {
    flags: '--skip <ids>',
    default: [],
    completes: ['areas', 'ids'],
    help: 'Do not run these checks: ids, areas or globs, comma-separated',
  }),
  profile: option(list, {
    flags: '--profile <names>',
    default: ['all'],
    completes: ['profiles'],
    help: `Judge only the profiles that the registry claims: ${profileNames.join(', ')}`,
  }),
  feature: option(list, {
    flags: '--feature <name=yes|no>',
    default: [],
    completes: ['features'],
    help: 'Declare a feature instead of probing for it, as in referrers=no',
  }),
  shard: option(part, {
    flags: '--shard <i/n>',
    help: 'Judge only the part i of n parts; `oci-referee merge` joins their outcomes',
  }),
  spec: option(choice(specVersions), {
    flags: '--spec <version>',
    official: [officialVersion],
    default: defaults.selection.spec,
    help: `Version of the specification to judge by: ${specVersions.join(', ')}`,
  }),
})
