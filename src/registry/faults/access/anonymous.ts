import type { Wrong } from './wrong.ts'

/** A fault that lets in clients that do not log in. */
const letsIn = (name: string, description: string, what: readonly string[]): Wrong => ({
  name,
  breaks: 'access/anonymous',
  description,
  change: (rules) => ({
    access: {
      may: (caller, repository, action, call) =>
        (!caller.known && what.includes(action)) || rules.access.may(caller, repository, action, call),
    },
  }),
})

/** Faults in what takes a login. */
export const anonymous: readonly Wrong[] = [
  letsIn('anonymous-reads', 'Without a login everything may be read', ['pull']),
  letsIn('anonymous-writes', 'Without a login everything may be pushed and deleted', ['push', 'delete']),
]
