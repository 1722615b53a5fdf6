import { defaults } from '../../target/options.ts'
import { group, option } from './define.ts'
import { file, flag, timeLimit, wholeNumber } from './kinds.ts'
import { officialTls } from './official.ts'

const { timeoutMs, concurrency, insecure } = defaults.connection

export const connection = group('Connection', {
  timeout: option(timeLimit, {
    flags: '--timeout <time>',
    default: timeoutMs,
    help: 'How long to wait for a response',
  }),
  concurrency: option(wholeNumber(1, 9999), {
    flags: '--concurrency <count>',
    default: concurrency,
    help: 'Maximum number of requests at once',
  }),
  rps: option(wholeNumber(1, 9999), {
    flags: '--rps <count>',
    otherwise: 'no limit',
    help: 'Maximum number of requests per second',
  }),
  ca: option(file, {
    flags: '--ca <file>',
    help: 'Trust the certificates in this PEM file, in addition to the usual ones',
  }),
  cert: option(file, {
    flags: '--cert <file>',
    help: 'Client certificate for mutual TLS, a PEM file',
  }),
  key: option(file, { flags: '--key <file>', help: 'Private key of --cert, a PEM file' }),
  insecure: option(flag, {
    flags: '--insecure',
    official: [officialTls],
    default: insecure,
    help: 'Accept any server certificate',
  }),
})
