import type { HttpRules } from '../contract.ts'

export const httpRules: HttpRules = {
  location: (_call, path) => path,

  error: (error) =>
    new Response(JSON.stringify({ errors: error.entries }), {
      status: error.status,
      headers: { 'Content-Type': 'application/json', ...error.headers },
    }),
}
