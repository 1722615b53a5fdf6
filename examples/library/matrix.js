// Several registries side by side, and where they differ. Any of these addresses may be that of a real registry.
import { createRegistry, judge, serveRegistry } from 'oci-referee'

const registries = {
  plain: {},
  'without-deletes': { features: { deleteManifest: false, deleteTag: false, deleteBlob: false } },
  'no-filter-header': { faults: ['filter-header-missing'] },
}

const outcomes = await Promise.all(
  Object.entries(registries).map(async ([name, options]) => {
    const { url, close } = await serveRegistry(createRegistry(options))
    try {
      return { name, outcome: await judge(url, { only: ['referrers/filter-*', 'manifests/delete-*'], seed: '1' }) }
    } finally {
      await close()
    }
  }),
)

const names = outcomes.map(({ name }) => name)
console.log(['check', ...names].join('\t'))
for (const { id } of outcomes[0].outcome.checks) {
  const verdicts = outcomes.map(({ outcome }) => outcome.checks.find((check) => check.id === id)?.verdict)
  if (new Set(verdicts).size > 1) console.log([id, ...verdicts].join('\t'))
}
