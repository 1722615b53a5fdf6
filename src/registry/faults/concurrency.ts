import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../change.ts'

/** Faults that only requests at the same time bring out. */
export const concurrencyFaults: readonly Fault[] = [
  {
    name: 'overlapping-pushes-lost',
    description: 'Of several referrers that are pushed at the same time only some are listed',
    breaks: 'referrers/newly-pushed',
    change: (rules) => ({
      referrers: {
        record: async (repository, manifest) => {
          const subject = manifest.content.subject?.digest
          if (subject === undefined) return
          const before = repository.referrers.get(subject) ?? []
          // Read, wait, write: whoever writes in between is overwritten.
          await sleep(20)
          repository.referrers.set(subject, before)
          await rules.referrers.record(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'overlapping-pushes-refused',
    description: 'A referrer is refused with 500 while another of the same subject is being pushed',
    breaks: 'push/accepted',
    change: (rules) => {
      const busy = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            const key = `${push.call.name} ${push.manifest.content.subject?.digest ?? push.manifest.digest}`
            if (busy.has(key)) throw new Error('the list is locked')
            busy.add(key)
            try {
              await sleep(20)
              await rules.manifests.keep(push)
            } finally {
              busy.delete(key)
            }
          },
        },
      }
    },
  },
]
