import type { Call } from '../call.ts'
import type { RegistryError } from '../errors.ts'

/** Decisions that belong to no single resource. */
export interface HttpRules {
  /** How a path on this registry is written in a Location or Link header: relative unless a variant says otherwise. */
  location(call: Pick<Call, 'url'>, path: string): string
  /** The response to a refused request ("Error Codes"). */
  error(error: RegistryError, request: Request): Response
}

export const httpRules: HttpRules = {
  location: (_call, path) => path,

  error: (error) =>
    new Response(JSON.stringify({ errors: error.entries }), {
      status: error.status,
      headers: { 'Content-Type': 'application/json', ...error.headers },
    }),
}
