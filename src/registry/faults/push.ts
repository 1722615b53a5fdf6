import { concat } from '../body.ts'
import type { Fault } from '../change.ts'

/** Faults in how a pushed manifest is kept and answered. */
export const pushFaults: readonly Fault[] = [
  {
    name: 'push-status-200',
    description: 'A pushed manifest is answered with 200',
    breaks: 'pushing-manifests/created',
    change: () => ({ manifests: { pushStatus: () => 200 } }),
  },
  {
    name: 'push-status-202',
    description: 'A pushed manifest with a subject is answered with 202',
    breaks: 'pushing-manifests/created',
    change: () => ({ manifests: { pushStatus: ({ manifest }) => (manifest.content.subject ? 202 : 201) } }),
  },
  {
    name: 'push-location-missing',
    description: 'The response to a pushed manifest has no Location',
    breaks: 'pushing-manifests/created',
    change: (rules) => ({
      manifests: {
        pushHeaders: (push) => {
          const { Location: _dropped, ...rest } = rules.manifests.pushHeaders(push)
          return rest
        },
      },
    }),
  },
  {
    name: 'push-location-not-pullable',
    description: 'The Location of a pushed manifest leads nowhere',
    breaks: 'pushing-manifests/created',
    change: (rules) => ({
      manifests: {
        pushHeaders: (push) => ({
          ...rules.manifests.pushHeaders(push),
          Location: `/v2/${push.call.name}/manifests/moved-${push.manifest.digest.slice(-8)}`,
        }),
      },
    }),
  },
  {
    name: 'push-reserialised',
    description: 'A manifest is kept as the registry would have written it and not byte for byte',
    breaks: 'pushing-manifests/exact',
    change: () => ({
      manifests: {
        keptBytes: ({ manifest }) => {
          const body: unknown = JSON.parse(new TextDecoder().decode(manifest.bytes))
          return concat([new TextEncoder().encode(`${JSON.stringify(body, undefined, 1)}\n`)])
        },
      },
    }),
  },
]
