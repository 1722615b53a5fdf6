import type { CheckOutcome, Outcome } from '../../outcome/outcome.ts'
import type { Recording } from '../../outcome/recording.ts'
import { block, oneLine } from '../../text/safe.ts'
import { shellQuote } from '../../text/shell.ts'
import { violationText } from '../violation.ts'
import { bodiesInside } from './bodies.ts'
import { isByItself } from './by-itself.ts'
import { conditionOf, expectedFile, isWrongAnywhere } from './judgement.ts'
import { library } from './library.ts'
import { compared, type Names, tidyExpressions } from './print.ts'
import { type BodyFile, type Step, stepsOf } from './steps.ts'
import { layersOf } from './together.ts'
import { literal } from './word.ts'

/** The line by which a script is recognised as one of ours. */
export const mark = '# Written by oci-referee: shows one finding from nothing.'

/** A script that shows a finding from nothing. */
export interface Script {
  readonly text: string
  /** Bodies that it sends and that are too large to be part of it. */
  readonly bodies: readonly BodyFile[]
}

/** What overlaps may come out right by chance: then it is tried in other repositories, unless some were named. */
const tryAgain = [
  `if [ $# = 1 ] && [ "\${TRY:-1}" -lt 5 ]; then`,
  `  TRY=$((\${TRY:-1} + 1)) sh "$0" "$1"`,
  '  exit',
  'fi',
]

/** Seconds that a script waits for a change to become visible. */
const maxPatience = 5

/**
 * The script that shows a finding from nothing: plain sh and curl, without this tool.
 * @param name of its file and of the folder with the bodies, without an ending
 * @throws NoScript where that cannot be
 */
export function scriptOf(recording: Recording, check: CheckOutcome, outcome: Outcome, name: string): Script {
  const { target, options, tool, spec } = outcome
  const names: Names = { origin: target.url, a: target.repository, b: target.alternateRepository }
  const { steps: all, bodies } = stepsOf(recording, names)
  const { facts } = recording.violation
  const byItself = isByItself(facts)
  const isState = facts.kind === 'state' && !byItself
  const shownAt = all.find((step) => step.recorded.exchange.id === recording.violation.exchange)
  const last = shownAt ?? all.at(-1)!
  const isList =
    (byItself || ['entry-missing', 'entry-extra', 'link'].includes(facts.kind)) &&
    last.recorded.exchange.method === 'GET'
  const { steps, first } = isList
    ? withoutPages(all, last)
    : { steps: all.filter((step) => step !== last), first: last }
  const isTogether = check.look?.when === 'overlap'
  const order = isState ? all : [...steps, first]
  const layers = isTogether ? layersOf(order) : order.map((step) => [step])
  const shown = layers.findIndex((layer) => layer.includes(first))
  const groups = layers.slice(0, shown)
  const after = isState ? layers.slice(shown + 1) : []
  const peers = layers[shown]!.filter((step) => step !== first)
  // Of requests that are the same but for their content any may be the one that goes wrong.
  const alike = facts.kind === 'status' ? peers.filter((step) => isAlike(step, first)) : []
  const wrongs = [first, ...alike].map((step) => conditionOf(facts, step, names, recording.expectedBytes !== undefined))
  const condition = wrongs.length === 1 ? wrongs[0]! : `{ ${wrongs.join(' || ')}; }`
  const isRead = ['GET', 'HEAD'].includes(first.recorded.exchange.method) && peers.length + after.length === 0
  const isShown = isRead ? 'reread' : 'wrong'
  const text = violationText(recording.violation)
  const files = recording.expectedBytes ? [...bodies, { name: expectedFile, bytes: recording.expectedBytes }] : bodies
  const inside = bodiesInside(files)
  const lines = [
    '#!/bin/sh',
    mark,
    `# ${oneLine(`${check.id}: ${check.title}`)}`,
    `# ${oneLine(check.requirement)} (${check.level ?? 'open'}), specification ${spec}, ${oneLine(tool.name)} ${oneLine(tool.version)}`,
    ...text.steps.map((line) => `#   ${oneLine(line)}`),
    '#',
    `# usage: sh ${name}.sh REGISTRY [REPOSITORY [SECOND-REPOSITORY]]`,
    '# Needs a POSIX shell and curl. Credentials: REGISTRY_USERNAME and REGISTRY_PASSWORD in the environment.',
    '# TLS: CURL_CA_BUNDLE names certificates to trust, REGISTRY_CERT and REGISTRY_KEY those of this client;',
    '# REGISTRY_INSECURE=1 trusts any.',
    '# Exit code: 1 the wrong response came, 0 it did not, 2 it could not be tried.',
    'set -u',
    'LC_ALL=C',
    'export LC_ALL',
    '',
    'if [ $# -lt 1 ] || [ $# -gt 3 ]; then',
    `  echo "usage: sh $0 REGISTRY [REPOSITORY [SECOND-REPOSITORY]]" >&2`,
    '  exit 2',
    'fi',
    "command -v curl >/dev/null || { echo 'cannot be tried: curl is not installed' >&2; exit 2; }",
    'case $1 in',
    `  http://* | https://*) REGISTRY=\${1%/} ;;`,
    `  localhost* | 127.*) REGISTRY=http://\${1%/} ;;`,
    `  *) REGISTRY=https://\${1%/} ;;`,
    'esac',
    'fresh=oci-referee/repro-$(date +%s)-$$',
    `REPO_A=\${2:-$fresh/a}`,
    `REPO_B=\${3:-$fresh/b}`,
    `REGISTRY_USERNAME=\${REGISTRY_USERNAME:-}`,
    `REGISTRY_PASSWORD=\${REGISTRY_PASSWORD:-}`,
    `REGISTRY_CERT=\${REGISTRY_CERT:-}`,
    `REGISTRY_KEY=\${REGISTRY_KEY:-}`,
    `REGISTRY_INSECURE=\${REGISTRY_INSECURE:-}`,
    `TIMEOUT=${Math.max(1, Math.ceil(options.timeoutMs / 1000))}`,
    `PATIENCE=${Math.min(maxPatience, Math.ceil(options.settleMs / 1000))}`,
    `COMPARED='${compared.join(' ')}'`,
    `SUMMARY=${quoted(text.summary)}`,
    `EXPECTED=${quoted(text.expected.join(', or ') || check.title)}`,
    `RECORDED=${quoted(text.actual)}`,
    "WORK=$(mktemp -d) || { echo 'cannot be tried: no temporary folder' >&2; exit 2; }",
    `trap 'rm -rf "$WORK"' EXIT`,
    "trap 'exit 2' HUP INT TERM",
    "in_query() { printf '%s' \"$1\" | sed 's,/,%2F,g'; }",
    tidyExpressions,
    '',
    library,
    '',
    ...(inside ? written(inside) : beside(name)),
    ...beginning(order, names),
    ...groups.flatMap(sectionOf),
    '',
    '# The request that shows it.',
    `last() { ${isList ? 'pages' : 'step'} ${request(first)}; }`,
    ...peers.map((step) => `step ${request(step)} &`),
    ...(peers.length > 0 ? ['last &', 'wait'] : ['last']),
    ...peers.filter((step) => !alike.includes(step)).flatMap((step) => came(step, isState)),
    ...(facts.kind === 'no-response' ? [] : [`reached ${first.number} ${first.status}`]),
    `wrong() { ${isWrongAnywhere(facts, first) ? '' : 'unchanged && '}${condition}; }`,
    ...after.flatMap(sectionOf),
    ...(first.times > 1 && after.length === 0
      ? [
          'tries=0',
          `while ${isShown} && [ "$tries" -lt "$PATIENCE" ]; do`,
          '  tries=$((tries + 1))',
          '  sleep 1',
          '  last',
          'done',
        ]
      : isRead
        ? [isShown]
        : []),
    `verdict ${first.number}`,
    ...(isTogether ? tryAgain : []),
    "say 'not shown'",
  ]
  function sectionOf(group: readonly Step[]): string[] {
    return [...sent(group), ...group.flatMap((step) => came(step, isState))]
  }
  return { text: `${lines.join('\n')}\n`, bodies: inside ? [] : files }
}

/** The script brings the bodies that it sends. */
function written(lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  return ['# The bodies that it sends.', 'BODIES=$WORK', `body() { printf "$2" >"$WORK/$1"; }`, ...lines, '']
}

function beside(name: string): string[] {
  return [
    '# The bodies that it sends lie beside it.',
    `BODIES=\${BODIES:-$(dirname "$0")/${name}}`,
    `[ -d "$BODIES" ] || cannot "$BODIES is missing, the folder with the bodies that it sends"`,
    '',
  ]
}

/** The pages of a list are followed by the script itself: a registry may cut them otherwise. */
function withoutPages(all: readonly Step[], last: Step): { steps: Step[]; first: Step } {
  const pages = new Set([last])
  let first = last
  while (first.source?.header === 'Link') {
    first = all[first.source.number - 1]!
    pages.add(first)
  }
  return { steps: all.filter((step) => !pages.has(step)), first }
}

/** Repositories that something is asked of before anything was pushed are made to exist, as they did in the run. */
function beginning(steps: readonly Step[], { a, b }: Names): string[] {
  const isPush = ({ status, recorded: { exchange } }: Step) =>
    (exchange.method === 'PUT' || exchange.method === 'POST') && status === 201
  const isAsked = (name: string) => {
    const own = steps.filter(({ recorded: { exchange } }) => exchange.url.includes(`/v2/${name}/`))
    const first = own.findIndex((step) => isPush(step) && step !== steps.at(-1))
    const before = first === -1 ? own : own.slice(0, first)
    return before.some(({ recorded: { exchange } }) => first === -1 || !['POST', 'PATCH'].includes(exchange.method))
  }
  return [...(isAsked(a) ? ['begin "$REPO_A"'] : []), ...(isAsked(b) ? ['begin "$REPO_B"'] : [])]
}

/** Whether two requests do the same, apart from what they do it with. */
function isAlike(one: Step, other: Step): boolean {
  const key = ({ recorded: { exchange } }: Step) => `${exchange.method} ${exchange.url.replace(/[^/]*$/, '')}`
  return key(one) === key(other)
}

function request({ number, recorded, url, options }: Step): string {
  return [number, recorded.sender, recorded.exchange.method, url, ...options].join(' ')
}

function sent(group: readonly Step[]): string[] {
  const [only] = group
  if (group.length === 1 && only) {
    const isPolled = only.times > 1
    return [isPolled ? `poll ${statusOf(only)} ${request(only)}` : `step ${request(only)}`]
  }
  return ['# At the same time:', ...group.map((step) => `step ${request(step)} &`), 'wait']
}

function came(step: Step, isState: boolean): string[] {
  const { number, recorded, sum, status } = step
  const { method } = recorded.exchange
  const isStep = ['POST', 'PUT', 'PATCH'].includes(method) && status >= 200 && status < 300
  const gave = recorded.response?.headers['location'] ? 'yes' : 'no'
  const isSession = recorded.exchange.url.includes('/blobs/uploads/')
  const range = recorded.response?.headers['range']?.join(', ')
  return [
    // What a refusal says besides depends on what else is there.
    `came ${number} ${statusOf(step)}${isState && status < 400 ? ` ${method} ${sum}` : ''}`,
    ...(isStep ? [`gave ${number} Location ${gave}`] : []),
    // Where a session goes on is what the next chunk was made for.
    ...(status < 300 && isSession && range !== undefined ? [`said ${number} Range "${literal(range)}"`] : []),
  ]
}

const statusOf = ({ status }: Step) => String(status).padStart(3, '0')

/** Text of the target as one word: on one line, nothing in it that a terminal obeys. */
function quoted(text: string): string {
  return shellQuote(oneLine(block(text, 1000), 1000))
}
