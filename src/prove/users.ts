import type { DeclaredIdentity } from '../check/declared.ts'
import type { UserSetup } from '../registry/change.ts'
import type { AccessOptions } from '../registry/index.ts'

/** The user who may do everything: the one that runs all but the checks of access. */
export const owner = { username: 'owner', password: 'the-password-of-the-owner' }

const passwordOf = (name: string) => `the-password-of-${name}`

/** Everybody besides the owner, by what they are told apart by. */
export function identitiesFor(hints: UserSetup): DeclaredIdentity[] {
  const user = (name: string, a: DeclaredIdentity['a'], b: DeclaredIdentity['b']): DeclaredIdentity => ({
    name,
    credentials: { username: name, password: passwordOf(name) },
    a,
    b,
  })
  const open = hints.public ? (['read'] as const) : []
  return [
    user('vendor', open, ['read', 'write', 'delete']),
    // Rights that differ from those of anonymous in what is public: a wrong password must not give them.
    user('builder', hints.public ? ['read', 'write'] : [], ['read', 'write']),
    user('reader', ['read'], []),
    { name: 'anonymous', a: open, b: [] },
  ]
}

const actions = { read: 'pull', write: 'push', delete: 'delete' } as const

/** A registry's table of users that grants what the identities are declared to have. */
export function accessFor(hints: UserSetup, a: string, b: string): AccessOptions {
  const rights = (one: DeclaredIdentity) => ({
    [a]: one.a.map((right) => actions[right]),
    [b]: one.b.map((right) => actions[right]),
  })
  const identities = identitiesFor(hints)
  return {
    scheme: hints.scheme,
    users: Object.fromEntries([
      [owner.username, { password: owner.password, rights: { '*': Object.values(actions) } }],
      ...identities.flatMap((one) =>
        one.credentials ? [[one.name, { password: one.credentials.password, rights: rights(one) }] as const] : [],
      ),
    ]),
    anonymous: rights(identities.find(({ credentials }) => !credentials)!),
  }
}
