import { open, type Wrong } from './wrong.ts'

/** A fault that understands a request in another way than it was checked: what it makes of it is let through. */
function misread({
  name,
  description,
  read,
}: {
  readonly name: string
  readonly description: string
  readonly read: (request: Request, url: URL) => Request | undefined
}): Wrong {
  const admitted = new WeakSet<Request>()
  return {
    name,
    breaks: 'access/spelling',
    description,
    change: (rules) => ({
      access: {
        // To be let through it must not be held up by who sends it either.
        caller: (request, access) =>
          admitted.has(request)
            ? { known: true, may: () => true, mayAskFor: () => false }
            : rules.access.caller(request, access),
      },
    }),
    wrap: (handler) => async (request) => {
      const other = read(request, new URL(request.url))
      if (other) admitted.add(other)
      return handler(other ?? request)
    },
  }
}

/** Faults in how paths and methods are read. */
export const spelling: readonly Wrong[] = [
  open(
    {
      name: 'encoded-paths-open',
      breaks: 'access/spelling',
      description: 'Slashes that are percent-encoded are not seen by the check of rights',
    },
    ({ url }) => /%2f/i.test(url.pathname),
  ),
  misread({
    name: 'doubled-slashes-open',
    description: 'Doubled slashes are made one after the check of rights',
    read: (request, url) =>
      url.pathname.includes('//')
        ? new Request(url.origin + url.pathname.replace(/\/+/g, '/') + url.search, request)
        : undefined,
  }),
  misread({
    name: 'dot-segments-open',
    description: 'Encoded dot segments are taken away after the check of rights',
    read: (request, url) =>
      /\.\.%2f/i.test(url.pathname)
        ? new Request(new URL(url.pathname.replace(/%2f/gi, '/') + url.search, url.origin), request)
        : undefined,
  }),
  misread({
    name: 'method-override-open',
    description: 'A header that overrides the method is followed after the check of rights',
    read: (request) => {
      const method = request.headers.get('X-HTTP-Method-Override')
      return method === null ? undefined : new Request(request.url, { method, headers: request.headers })
    },
  }),
]
