import type { RegistryResponse } from '../../src/client/client.ts'

/** One part of a 206, as it names itself. */
export interface Part {
  /** Its Content-Range as it was sent. */
  readonly name: string | undefined
  /** The same, read; undefined where it cannot be. */
  readonly range: { readonly first: number; readonly last: number; readonly of: number } | undefined
  readonly bytes: Uint8Array
}

/** The parts of a 206: one that its header names, or those of a multipart body (RFC 9110, section 14.6). */
export function partsOf(response: RegistryResponse): Part[] {
  const boundary = /^multipart\/byteranges\s*;.*boundary="?([^";]+)"?/i.exec(response.header('content-type') ?? '')?.[1]
  if (boundary === undefined) return [partOf(response.header('content-range'), response.body)]
  // Latin 1 keeps each byte as one character, so that a body of any bytes can be cut as a text.
  const pieces = `\r\n${Buffer.from(response.body).toString('latin1')}`.split(`\r\n--${boundary}`).slice(1)
  return pieces.filter((piece) => !piece.startsWith('--')).map(pieceOf)
}

function pieceOf(piece: string): Part {
  const end = piece.indexOf('\r\n\r\n')
  const name = /^content-range:\s*(.*?)\s*$/im.exec(piece.slice(0, end))?.[1]
  return partOf(name, Buffer.from(piece.slice(end + 4), 'latin1'))
}

function partOf(name: string | undefined, bytes: Uint8Array): Part {
  const [, first, last, of] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(name ?? '') ?? []
  const range = first === undefined ? undefined : { first: Number(first), last: Number(last), of: Number(of) }
  return { name, range, bytes }
}
