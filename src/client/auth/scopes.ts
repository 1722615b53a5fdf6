/** What a request is about to do, so that tokens are reused per repository and action. */
export interface Access {
  readonly repository?: string
  readonly action: 'pull' | 'push' | 'delete'
  /** Other repositories that are read on the way: the source of a mount. */
  readonly reads?: readonly string[]
}

/** All that a run does in a repository: asked for at once, so that one token serves every request there. */
const everything = ['pull', 'push', 'delete'] as const

/** The scopes in the `scope` parameter of a challenge. */
export function scopesIn(parameter: string | undefined): string[] {
  return (parameter ?? '').split(' ').filter((scope) => scope !== '')
}

/**
 * The scopes of a challenge, and besides them all that this run may want in the repositories of the request. A token
 * service grants what a user may have of it, so asking for more than one request needs costs nothing and saves asking
 * again for the next one.
 */
export function widened(named: readonly string[], access: Access): string[] {
  const wanted = new Map<string, Set<string>>()
  const want = (resource: string, actions: readonly string[]) => {
    const known = wanted.get(resource)
    if (known) for (const action of actions) known.add(action)
    else wanted.set(resource, new Set(actions))
  }
  if (access.repository !== undefined) want(`repository:${access.repository}`, everything)
  for (const name of access.reads ?? []) want(`repository:${name}`, ['pull'])
  for (const scope of named) {
    // The actions stand behind the last colon: a name may hold the port of a host.
    const at = scope.lastIndexOf(':')
    if (at > 0) want(scope.slice(0, at), scope.slice(at + 1).split(','))
    else want(scope, [])
  }
  return [...wanted].map(([resource, actions]) =>
    actions.size > 0 ? `${resource}:${[...actions].join(',')}` : resource,
  )
}

/** Equal for accesses that the same wide token serves. */
export function placeOf({ repository, reads = [] }: Access): string {
  return [repository ?? '', ...[...reads].sort()].join(' ')
}
