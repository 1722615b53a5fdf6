import { isLoopback } from '../../client/is-loopback.ts'
import { UsageError } from '../../run/errors.ts'
import { calledAs } from '../../text/called-as.ts'

/**
 * The origin of a target as people write it: `host:port`, `http://…`, `https://…`. Without a scheme this machine is
 * asked over HTTP and every other host over HTTPS, as container clients do.
 * @throws UsageError when it is no such thing
 */
export function originOf(target: string | undefined): string {
  if (target === undefined)
    throw new UsageError(
      `name a registry, as in \`${calledAs()} http://localhost:5000\`, or judge the embedded one with --embedded`,
    )
  const text = target.trim()
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${isHere(text) ? 'http' : 'https'}://${text}`
  // The text may hold a password: it is never repeated in a message once it looks like one.
  if (!URL.canParse(withScheme))
    throw new UsageError(
      `${shown(text)} is no address of a registry: write host:port, http://host:port or https://host`,
    )
  const url = new URL(withScheme)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`${url.protocol}// cannot be asked: a registry speaks HTTP or HTTPS`)
  }
  if (url.username || url.password) {
    throw new UsageError('credentials do not belong in the address: use --username with --password-stdin')
  }
  if (url.pathname.replace(/\/(v2\/?)?$/, '') !== '' || url.search || url.hash) {
    throw new UsageError(
      `${shown(text)}: name the host alone, repositories with --repo and --alt-repo; the API of a registry begins at /v2/ of its host`,
    )
  }
  return url.origin
}

/** Whether `host:port` is this machine. */
function isHere(text: string): boolean {
  return URL.canParse(`http://${text}`) && isLoopback(new URL(`http://${text}`).hostname)
}

function shown(text: string): string {
  return JSON.stringify(text.includes('@') ? `…@${text.split('@').pop()}` : text)
}
