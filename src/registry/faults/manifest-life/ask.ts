import type { Core } from '../../contract.ts'
import { mediaTypes } from '../../manifest.ts'
import type { Repository } from '../../repository.ts'
import { asks, paths } from '../change-response.ts'

export const repositories = (core: Core): readonly Repository[] => [...core.store.repositories.values()]
export const others = (core: Core, name: string) => repositories(core).filter((one) => one.name !== name)
export const isTypeOf = (type: string) => (response: Response) => response.headers.get('Content-Type') === type
export const isIndexResponse = isTypeOf(mediaTypes.index)
export const byTag = (request: Request) => paths.manifestByTag.test(new URL(request.url).pathname)
export const heads = (request: Request, response: Response) =>
  asks(request, 'HEAD', paths.manifest) && response.status === 200
export const gets = (request: Request, response: Response) =>
  asks(request, 'GET', paths.manifest) && response.status === 200
