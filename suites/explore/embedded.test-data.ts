import { createRegistry, type RegistryOptions } from '../../src/registry/index.ts'
import { fetchPort } from './fetch-port.ts'
import type { Target } from './find.ts'

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
