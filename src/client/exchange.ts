/** A body as it is kept in reports: its length always, its text when it is text, cut to a limit. */
export interface BodyRecord {
  readonly bytes: number
  /** Absent for binary or empty bodies. */
  readonly text?: string
  /** True when `text` is only the beginning. */
  readonly cut?: boolean
}

/** One request and what came of it, redacted, as reports keep it. */
export interface Exchange {
  /** Number of the exchange within the run; the order in which requests were sent. */
  id: number
  /** Milliseconds from the start of the run to sending. */
  readonly at: number
  /** Milliseconds until the whole answer was there. */
  ms: number
  readonly method: string
  readonly url: string
  readonly request: { readonly headers: Record<string, string>; readonly body?: BodyRecord }
  response?: { readonly status: number; readonly headers: Record<string, string>; readonly body: BodyRecord }
  /** Why no answer came. */
  error?: string
  /** What happened on the way: waits after 429, redirects followed, a connection opened again, a token fetched. */
  readonly notes: string[]
}

/** Collects the exchanges of one scenario or check. */
export interface Recorder {
  record(exchange: Exchange): void
}

const longestSecret = 8192

/** Shortens a body for the record. Text is whatever decodes as UTF-8 without control characters. */
export function bodyRecord(body: Uint8Array, limit: number, redact: (text: string) => string): BodyRecord {
  if (body.length === 0) return { bytes: 0 }
  // More than is kept is redacted, so that no secret at the end escapes by being cut in two.
  const head = body.subarray(0, limit + longestSecret)
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('utf8')
  if (looksBinary(text)) return { bytes: body.length }
  const shown = redact(text)
  return {
    bytes: body.length,
    text: shown.slice(0, limit),
    ...((shown.length > limit || head.length < body.length) && { cut: true }),
  }
}

function looksBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const odd = text.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0
  return odd > text.length / 20
}
