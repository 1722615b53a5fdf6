/** Why no complete response came: one word for each case that a person or a check treats in a way of its own. */
export const noResponseKinds = [
  'dns',
  'refused',
  'tls',
  /** What responds does not speak TLS. */
  'not-tls',
  /** What responds wants a certificate of this client, or another one than it got. */
  'certificate-wanted',
  'timeout',
  'closed',
  'too-large',
  /** What responds does not speak HTTP. */
  'not-http',
  'malformed',
  'proxy',
] as const
export type NoResponseKind = (typeof noResponseKinds)[number]
