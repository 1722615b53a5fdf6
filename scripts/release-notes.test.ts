import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { notesOf, releaseNotes } from './release-notes.ts'

const changelog = '# Changelog\n\n## 1.2.10\n\nAn option.\n\n## 1.2.1\n\n- A check.\n- A fault.\n\n## 1.2.0\n'

test('the notes of a version are its section of the changelog', () => {
  expect(notesOf(changelog, '1.2.1')).toBe('- A check.\n- A fault.')
  expect(notesOf(changelog, '1.2.10')).toBe('An option.')
})

test('a version without notes cannot be released', () => {
  expect(() => notesOf(changelog, '1.2.0')).toThrow('says nothing about 1.2.0')
  expect(() => notesOf(changelog, '1.2')).toThrow('has no section 1.2')
})

test('a tag that is not the version of the package cannot be released', () => {
  expect(releaseNotes('v1.2.1', '1.2.1', changelog)).toContain('A check.')
  expect(() => releaseNotes('v1.2.0', '1.2.1', changelog)).toThrow('the tag is v1.2.0')
  expect(() => releaseNotes('1.2.1', '1.2.1', changelog)).toThrow('the tag is 1.2.1')
})

test('the version of the package has notes', () => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, '..', name), 'utf8')
  const { version } = JSON.parse(read('package.json'))
  expect(notesOf(read('CHANGELOG.md'), version)).not.toBe('')
})
