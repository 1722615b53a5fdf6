import { defineCommand } from '../command.ts'
import { runGroups } from '../options/run.ts'

export const command = defineCommand({
  description: 'Judge a container registry by the OCI Distribution Specification, its referrers API above all.',
  groups: runGroups,
  configFile: true,
  examples: [
    ['Judge a registry on this machine', 'oci-referee localhost:5000'],
    ['Write to these two repositories', 'oci-referee https://registry.example --repo team/a --alt-repo vendor/b'],
    [
      'Run one check again, with the same bytes',
      'oci-referee localhost:5000 --only referrers/filter-exact --seed 1f3a9c2e',
    ],
    [
      'Judge what a registry serves, and push nothing',
      'oci-referee https://registry.example --read-only --existing team/app:v1',
    ],
    ['Log in', 'oci-referee registry.example --username ci --password-stdin < password.txt'],
  ],
  notes: [
    'Nearly all options can also be set in the environment (--only as OCI_REFEREE_ONLY) or in a config file (as the key only).',
    'Use "oci-referee <command> --help" for more about a command.',
  ],
  // Loaded only now: help, version and wrong usage need none of it.
  run: async (settings, invocation) => (await import('../judge/judge.ts')).judge(settings, invocation),
})
