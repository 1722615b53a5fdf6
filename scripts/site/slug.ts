/**
 * The anchor of a heading, as the hosts of repositories make it: links work there and on the site alike.
 * @example slug('Who may attach what?') // 'who-may-attach-what'
 */
export function slug(heading: string): string {
  return heading
    .replace(/<[^>]*>/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}
