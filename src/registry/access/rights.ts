/** What a user may do in a repository. Starting and finishing uploads is pushing. */
export const actions = ['pull', 'push', 'delete'] as const
export type Action = (typeof actions)[number]

/** Rights by repository: a name, `team/*` for everything below a name, or `*` for everything. */
export type Rights = Readonly<Record<string, readonly Action[]>>

export interface User {
  readonly password: string
  readonly rights: Rights
}

/** Who may do what. */
export interface AccessTable {
  readonly users: Readonly<Record<string, User>>
  /** What needs no login; users who log in may do that too. */
  readonly anonymous?: Rights
}

/** What a user may do in a repository; `undefined` stands for a client that did not log in. */
export function rightsIn(table: AccessTable, user: string | undefined, repository: string): ReadonlySet<Action> {
  const own = user === undefined ? undefined : table.users[user]?.rights
  return new Set([...granted(own, repository), ...granted(table.anonymous, repository)])
}

function granted(rights: Rights = {}, repository: string): Action[] {
  return Object.entries(rights).flatMap(([pattern, list]) => (covers(pattern, repository) ? list : []))
}

function covers(pattern: string, repository: string): boolean {
  if (pattern === '*' || pattern === repository) return true
  return pattern.endsWith('/*') && repository.startsWith(pattern.slice(0, -1))
}
