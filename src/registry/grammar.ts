const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const name = new RegExp(`^${component}(?:/${component})*$`)
const tag = /^\w[\w.-]{0,127}$/

/** Longest repository name: the text gives no bound, common clients stop at 255 characters with the host included. */
const longestName = 255

/** Whether a text may name a repository ("Pulling manifests"). */
export function isName(text: string): boolean {
  return text.length <= longestName && name.test(text)
}

/** Whether a text may be a tag ("Pulling manifests"). */
export function isTag(text: string): boolean {
  return tag.test(text)
}

/** A reference with a colon can only be meant as a digest: no tag contains one. */
export function looksLikeDigest(reference: string): boolean {
  return reference.includes(':')
}
