import type { Handler } from '../../contract.ts'
import { asks, paths } from '../change-response.ts'

/** The path of a request. */
export const pathOf = (request: Request): string => new URL(request.url).pathname

/** The same registry where a blob that was taken is thrown away again. */
export async function dropBlob(handler: Handler, at: string): Promise<void> {
  await handler(new Request(at, { method: 'DELETE' }))
}

/** The blob that a request to the uploads of a repository brings, as the URL where it is pulled. */
export function blobUrl(request: Request, parameter: 'digest' | 'mount'): string | undefined {
  const url = new URL(request.url)
  const digest = url.searchParams.get(parameter)
  const [repository] = url.pathname.split('/blobs/uploads/', 1)
  return digest === null ? undefined : `${url.origin}${repository}/blobs/${digest}`
}

/** Knows which blobs were deleted, by their URLs. */
export class DeletedBlobs {
  readonly #urls = new Set<string>()

  note(request: Request, response: Response): void {
    if (asks(request, 'DELETE', paths.blob) && response.status === 202) this.#urls.add(request.url)
  }

  has(url: string | undefined): boolean {
    return url !== undefined && this.#urls.has(url)
  }
}
