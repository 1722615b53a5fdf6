/** The status that stands for no response at all: to the model that is an error of the server. */
export const nothingCame = 599

/** What a response brought, headers by their names in small letters, several lines of one joined by commas. */
export interface PortResponse {
  /** `nothingCame` where there was none. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** What was read, and the last response that it is from. */
export interface Shown<T> {
  readonly facts: T
  readonly shown: PortResponse
}

/** The type that a response names, without parameters; undefined: none. */
export function typeOf({ headers }: PortResponse): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
}

/**
 * How requests reach the target: over HTTP in a run, in process in a test. Redirects, challenges and waits are the
 * business of what stands behind it.
 */
export interface Port {
  /** scheme://host[:port], against which relative locations are resolved. */
  readonly origin: string
  /** @param to a path on the target, or an absolute URL that a response named */
  send(method: string, to: string, headers: Readonly<Record<string, string>>, body?: Uint8Array): Promise<PortResponse>
}
