import { printChecks } from '../checks-list.ts'
import { defineCommand } from '../command.ts'
import { allUsed, pick } from '../options/define.ts'
import { listing } from '../options/listing.ts'
import { selection } from '../options/selection.ts'
import { knownIds, profilesOf } from '../settings/selection.ts'

export const command = defineCommand({
  description:
    'List the checks: id, level, profile, title. Those that a run takes only with --existing, --identity or --upgrade-verify say so.',
  groups: { selection: pick(selection, 'only', 'skip', 'profile', 'spec'), listing },
  examples: [
    ['List everything about referrers', 'oci-referee list --only referrers'],
    ['Count the checks of each level', "oci-referee list --json | jq 'group_by(.level) | map([.[0].level, length])'"],
  ],
  run({ selection: { only, skip, profile, spec, ...rest }, listing: { json, ...restOfListing }, ...others }) {
    allUsed(rest)
    allUsed(restOfListing)
    allUsed(others)
    const patterns = { only: knownIds('--only', only), skip: knownIds('--skip', skip) }
    // Whatever a run can be given is taken as given: nothing is left out.
    const everything = { readOnly: false, existing: ['any'], identities: ['any'] }
    printChecks({ ...patterns, profiles: profilesOf(profile), ...everything }, spec, json)
    return 0
  },
})
