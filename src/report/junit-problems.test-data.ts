import { readFileSync } from 'node:fs'
import { validateXML } from 'xmllint-wasm'

const schema = readFileSync(new URL('junit.test-schema.xsd', import.meta.url), 'utf8')

/** Problems that a validating parser finds in a JUnit report. */
export async function junitProblems(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema })
  return errors.map(({ message }) => message)
}
