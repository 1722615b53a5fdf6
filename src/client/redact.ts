const hidden = '[redacted]'
const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-registry-auth'])
// Query parameters by which signed URLs and token services carry secrets.
const secretParameter = /([?&](?:[^=&]*(?:token|signature|secret|password|credential|sig|key)[^=&]*)=)[^&#\s"]+/gi

/** Keeps secrets out of everything that is recorded or shown. Knows patterns, and each secret it was told. */
export class Redactor {
  readonly #secrets = new Set<string>()

  /** Registers a secret; its base64, base64url and percent-encoded forms are hidden as well. */
  add(secret: string): void {
    if (secret.length < 3) return
    const bytes = Buffer.from(secret)
    for (const form of [secret, bytes.toString('base64'), bytes.toString('base64url'), encodeURIComponent(secret)]) {
      this.#secrets.add(form)
    }
  }

  text(value: string): string {
    let result = value.replace(secretParameter, `$1${hidden}`).replace(/(:\/\/)[^/@\s]+@/g, `$1${hidden}@`)
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
