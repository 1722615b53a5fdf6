import { redacted as hidden } from '../outcome/exchange.ts'

const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-registry-auth'])
// Query parameters by which signed URLs and token services carry secrets.
const parameter = /([?&]|\\u0026)([^=?&#\s"\\]*)=[^&#\s"\\]+/g
const secretName = /token|signature|secret|password|credential|sig|key|verify/i

/** Keeps secrets out of everything that is recorded or shown. Knows patterns, and each secret it was told. */
export class Redactor {
  /** The longest first: a secret may begin with another one. */
  #secrets: readonly string[] = []

  /** Registers a secret; its base64, base64url and percent-encoded forms are hidden as well. */
  add(secret: string): void {
    if (secret.length < 3 || this.#secrets.includes(secret)) return
    const bytes = Buffer.from(secret)
    const percent = encodeURIComponent(secret)
    const forms = [
      ...[secret, bytes.toString('base64'), bytes.toString('base64url'), JSON.stringify(secret).slice(1, -1)],
      ...[
        percent,
        percent.replace(/%../g, (code) => code.toLowerCase()),
        new URLSearchParams({ '': secret }).toString().slice(1),
      ],
    ]
    this.#secrets = [...new Set([...this.#secrets, ...forms])].sort((a, b) => b.length - a.length)
  }

  text(value: string): string {
    let result = value
      .replace(parameter, (whole, before, name) => (secretName.test(name) ? `${before}${name}=${hidden}` : whole))
      .replace(/(:\/\/)[^/@\s]+@/g, `$1${hidden}@`)
    for (const secret of this.#secrets) if (result.includes(secret)) result = result.replaceAll(secret, hidden)
    return result
  }

  headers(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
    const result: Record<string, string> = {}
    for (const [name, value] of Object.entries(headers)) {
      const text = typeof value === 'string' ? value : value.join(', ')
      result[name] = secretHeaders.has(name.toLowerCase()) ? hidden : this.text(text)
    }
    return result
  }
}
