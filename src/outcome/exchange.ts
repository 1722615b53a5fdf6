import {
  anyOf,
  flag,
  type Immutable,
  list,
  literal,
  milliseconds,
  type Of,
  object,
  oneOf,
  optional,
  status,
  text,
  textsByName,
  whole,
} from './shapes.ts'

/** What stands in a record in place of a secret. */
export const redacted = '[redacted]'

const headers = textsByName(`Header fields by their names. Secrets are replaced by ${redacted}.`)

const body = object('A request or response body.', {
  bytes: whole('Its length.'),
  text: optional(text('Its text; absent for binary and empty bodies.')),
  cut: optional(flag('Whether the text is only the beginning.')),
})

const sentContent = object('What a manifest in the request is.', {
  manifest: oneOf('What sort of manifest.', ['image', 'artifact', 'index']),
  reference: oneOf('Whether it is pushed by a tag or by its digest.', ['tag', 'digest']),
  subject: flag('Whether it names a subject.'),
})

const event = anyOf('Something that the client did between sending a request and handing on its response.', [
  object('The target asked to come back later.', {
    type: literal('waited'),
    status: status('429, or 503.'),
    ms: milliseconds('How long was waited.'),
    announced: flag('Whether its Retry-After said when.'),
  }),
  object('A redirect was followed.', {
    type: literal('redirected'),
    status: status('Of the redirect.'),
    to: text('Where it led.'),
  }),
  object('A 401 whose challenge was met with credentials.', { type: literal('challenged') }),
  object('A 401 for which no token was to be had.', {
    type: literal('token-refused'),
    message: text('What the token service said.'),
  }),
  object('The connection was closed before anything came back, and the request was sent once more.', {
    type: literal('resent'),
  }),
  object('The target broke down, and the request was sent once more with nothing else under way.', {
    type: literal('broke-down'),
    status: status('With which it broke down.'),
    again: flag('Whether that is what counts: it broke down again, or what was to be done may have been done.'),
  }),
])

export const exchange = object('One request and what came of it, without secrets.', {
  id: whole('Number of the exchange within the run, in the order in which requests were sent.'),
  at: milliseconds('From the start of the run to sending.'),
  ms: milliseconds('From sending until the whole response was there.'),
  method: text('HTTP method.'),
  url: text('Where the request was sent to.'),
  request: object('What was sent.', { headers, body: optional(body) }),
  response: optional(
    object('What came back; absent: no complete response did.', { status: status('HTTP status.'), headers, body }),
  ),
  error: optional(text('Why no response came.')),
  events: list('What happened on the way, in order.', event),
  content: optional(sentContent),
})

/** One request and what came of it, redacted, as reports keep it. */
export type Exchange = Immutable<Of<typeof exchange>>
/** The same while its response has not come yet. */
export type OpenExchange = Of<typeof exchange>
/** A body as it is kept in reports: its length always, its text when it is text, cut to a limit. */
export type BodyRecord = Readonly<Of<typeof body>>
export type ExchangeEvent = Readonly<Of<typeof event>>
/** What is in a request that pushes a manifest. */
export type SentContent = Readonly<Of<typeof sentContent>>
export { sentContent }
