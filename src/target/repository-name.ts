// Specification: Pulling manifests, the grammar of <name>.
const part = '[a-z0-9]+(?:(?:[.]|__?|-+)[a-z0-9]+)*'
const grammar = new RegExp(`^${part}(?:/${part})*$`)

/** Whether a text is the name of a repository. */
export function isRepositoryName(text: string): boolean {
  return grammar.test(text)
}
