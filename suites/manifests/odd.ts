import { digestOf } from '../../fixtures/make/digest.ts'
import type { Manifest } from '../../fixtures/make/manifest.ts'

/** The same manifest in other bytes. */
function respelled(manifest: Manifest, spell: (json: Record<string, unknown>) => string): Manifest {
  const bytes = Buffer.from(spell(JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as Record<string, unknown>))
  const { annotations } = JSON.parse(bytes.toString('utf8')) as Pick<Manifest, 'annotations'>
  return { ...manifest, bytes, digest: digestOf(bytes), ...(annotations && { annotations }) }
}

/**
 * A manifest spelled as no serialiser would: white space of all four sorts, fields in reverse, escaped slashes and
 * letters, and a line break at the end. Any rewriting of it changes its digest.
 */
export function oddlySpelled(manifest: Manifest): Manifest {
  return respelled(manifest, (json) => {
    const fields = Object.entries({ ...json, annotations: undefined }).filter(([, value]) => value !== undefined)
    const odd = fields
      .reverse()
      .map(([name, value]) => `\t${JSON.stringify(name)} :\r\n  ${JSON.stringify(value, null, '\t')}`)
    return ` {\n"annotations":{"org.example.\\u006fdd":"a\\/b \\u00e9 \u00e9 <&>"},\n${odd.join(' ,\n')}\n}\r\n \n`
  })
}

/** A manifest that differs from another one in a few characters, and not in size. @param nonce of twelve letters */
export function withOtherNonce(manifest: Manifest, nonce: string): Manifest {
  const text = Buffer.from(manifest.bytes).toString('utf8')
  const bytes = Buffer.from(text.replace(/("org.example.nonce": ")[0-9a-f]{12}/, `$1${nonce}`))
  return { ...manifest, bytes, digest: digestOf(bytes) }
}

const unknownField =
  '"com.example.extra":{"nested":{"deeply":[true,null]},"large":12345678901234567890,"real":1.50e3,"whole":1.0,"minus":-0}'

/** A manifest with a field that nobody knows, and numbers in it that a rewriting would spell otherwise. */
export function withUnknownFields(manifest: Manifest): Manifest {
  return respelled(manifest, (json) => JSON.stringify(json).replace('{', `{${unknownField},`))
}
