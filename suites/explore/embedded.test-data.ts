import { createRegistry, type RegistryOptions } from '../../src/registry/index.ts'
import { fetchPort } from './fetch-port.ts'
import type { Target } from './find.ts'
import { Random } from './random.ts'

/** The embedded registry, a new one for every history. */
export function embedded(options: RegistryOptions = {}): Target {
  return {
    repositories: new Map([
      ['A', 'demo/one'],
      ['B', 'demo/two'],
    ]),
    port: () => fetchPort(createRegistry(options).fetch),
  }
}

/** A target whose requests take turns of another length each, so that what runs at once comes in any order. */
export function unsteady(target: Target, seed: string): Target {
  const random = new Random(`turns ${seed}`)
  return {
    ...target,
    port() {
      const { origin, send } = target.port()
      return {
        origin,
        async send(...request) {
          for (let turn = random.below(4); turn > 0; turn--) await new Promise(setImmediate)
          return send(...request)
        },
      }
    },
  }
}
