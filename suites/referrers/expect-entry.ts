import type { Manifest } from '../../fixtures/make/manifest.ts'
import { expect } from '../../src/check/expect.ts'
import { isObject, type ReferrersList } from '../../src/check/list.ts'
import { short, shorten } from '../../src/text/shorten.ts'

type Entry = Record<string, unknown>
/** As much of a manifest as its descriptor shows. */
export type Shown = Pick<Manifest, 'kind' | 'digest' | 'annotations'>

const shown = (value: unknown) => (value === undefined ? 'no such field' : shorten(JSON.stringify(value), 400))

/** One field of a descriptor must have this value; undefined: it must be left out. */
export function expectField(list: ReferrersList, entry: Entry, manifest: Shown, field: string, value: unknown): void {
  expect(entry[field] === value, {
    problem: 'descriptor-field-wrong',
    parts: [field, an(manifest)],
    expected: value === undefined ? `no ${field}` : `${field}: ${shown(value)}`,
    actual: `${field}: ${shown(entry[field])} (${short(manifest.digest)})`,
    at: list.pages[0]!,
    mistake: `descriptor-${field}`,
  })
}

/** The annotations of a descriptor must be those of its manifest; with none, an empty object is as good as no field. */
export function expectAnnotations(list: ReferrersList, entry: Entry, manifest: Shown): void {
  const wanted = manifest.annotations ?? {}
  const actual = entry['annotations'] ?? {}
  const wrong = isObject(actual)
    ? Object.keys(wanted).filter((key) => actual[key] !== wanted[key])
    : Object.keys(wanted)
  const missing = wrong.find((key) => !list.pages.some((page) => page.text().includes(JSON.stringify(key))))
  expect(wrong.length === 0 && isObject(actual), {
    problem: 'annotations-lacking',
    parts: [an(manifest)],
    expected: `annotations: ${shown(Object.fromEntries(wrong.map((key) => [key, wanted[key]])))}`,
    actual: `annotations: ${shown(entry['annotations'])}`,
    at: list.pages[0]!,
    mistake: 'descriptor-annotations',
    ...(missing !== undefined && { lacks: [missing] }),
  })
}

function an(manifest: Shown): string {
  return manifest.kind === 'image' ? 'an image' : manifest.kind === 'index' ? 'an index' : 'an artifact'
}
