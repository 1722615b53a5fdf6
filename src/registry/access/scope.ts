import { type Action, actions } from './rights.ts'

/** What a token is asked for or grants, as an entry of its `access` claim. */
export interface Grant {
  readonly type: 'repository'
  readonly name: string
  readonly actions: readonly Action[]
}

/** `repository:<name>:<action>,…`; a name may hold colons, and a class in brackets says nothing here. */
const form = /^repository(?:\([a-z0-9]+\))?:(.+):([a-z,*]+)$/

/** Reads scopes as clients write them: several parameters, or one with spaces between. What is no repository is left out. */
export function readScopes(texts: readonly string[]): Grant[] {
  return texts
    .flatMap((text) => text.split(' '))
    .flatMap((text): Grant[] => {
      const [, name, asked] = form.exec(text) ?? []
      if (name === undefined || asked === undefined) return []
      const words = asked.split(',')
      return [
        { type: 'repository', name, actions: actions.filter((one) => words.includes(one) || words.includes('*')) },
      ]
    })
}

export function scopeOf(repository: string, action: Action): string {
  // A client that pushes reads as well: it asks for both, so that one token serves a whole push.
  return `repository:${repository}:${action === 'push' ? 'pull,push' : action}`
}
