import type { BodyRecord, OpenExchange } from '../outcome/exchange.ts'
import type { RecordedExchange } from '../outcome/recording.ts'

/** What a record does not carry: the request as it was, secrets included. */
export type RawRequest = Pick<RecordedExchange, 'sender' | 'to' | 'headers' | 'body'>

/** Collects the exchanges of one scenario or check. */
export interface Recorder {
  /** How many responses came to it. */
  readonly responses?: number
  record(exchange: OpenExchange, raw?: RawRequest): void
}

/** Is shown each response, whole, when it has come. */
export interface Watcher<Response> {
  receive?(response: Response): void
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
