import type { Change } from './change.ts'
import { faults } from './faults/index.ts'
import type { OwnFault, RegistryOptions } from './options.ts'
import { type Registry, registryWith } from './registry.ts'
import { variants } from './variants/index.ts'

/** The named changes, in the given order; an unknown name is an error. */
function pick(kind: string, all: readonly Change[], names: readonly (string | OwnFault)[]): readonly Change[] {
  return names.map((name) => {
    if (typeof name !== 'string') return { ...name, description: name.name }
    const found = all.find((change) => change.name === name)
    if (!found) throw new Error(`no ${kind} is called "${name}"; \`oci-referee faults\` lists all ${all.length}`)
    return found
  })
}

/**
 * Makes a registry that follows the newest text of the specification, apart from the faults and variants asked for.
 * What the caller sets in `features` and `limits` wins over what a fault or variant sets.
 * @throws Error for a fault or variant that there is not
 * @example const response = await createRegistry({ faults: ['filter-ignored'] }).fetch(new Request('http://registry/v2/'))
 */
export function createRegistry(options: RegistryOptions = {}): Registry {
  const changes = [...pick('variant', variants, options.variants ?? []), ...pick('fault', faults, options.faults ?? [])]
  return registryWith(changes, options)
}
