import { expect, test } from 'vitest'
import { OFFICIAL_VERSION, officialVersionIn } from './official-binary.ts'

const SUITE = 'github.com/opencontainers/distribution-spec/conformance'

test('the version is the one of the module that the program was built from', () => {
  const info = `/bin/conformance: go1.26\n\tpath\t${SUITE}\n\tmod\t${SUITE}\t${OFFICIAL_VERSION}\th1:x=\n\tdep\texample.com/a\tv1.0.0\n`
  expect(officialVersionIn(info)).toBe(OFFICIAL_VERSION)
  expect(officialVersionIn(`x: go1.26\n\tpath\t${SUITE}\n`)).toBe('unknown')
})

test('another program of the same name is not the suite', () => {
  expect(officialVersionIn('/bin/conformance: go1.26\n\tpath\texample.com/other\n\tmod\texample.com/other\tv1\n')).toBe(
    undefined,
  )
  expect(officialVersionIn('')).toBe(undefined)
})
