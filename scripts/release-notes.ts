import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMain } from './main-module.ts'

/**
 * The section of CHANGELOG.md about one version, without its heading.
 * @throws Error where the changelog has no such section, or an empty one
 */
export function notesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1)
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version)
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${version}`)
  const notes = section.slice(section.indexOf('\n') + 1).trim()
  if (!section.includes('\n') || notes === '') throw new Error(`CHANGELOG.md says nothing about ${version}`)
  return notes
}

/**
 * The notes of the release that a git tag names.
 * @throws Error where the tag is not that of the package's version
 */
export function releaseNotes(tag: string, packageVersion: string, changelog: string): string {
  if (tag !== `v${packageVersion}`) throw new Error(`the tag is ${tag}, package.json says ${packageVersion}`)
  return notesOf(changelog, packageVersion)
}

if (isMain(import.meta.url)) {
  // Compiled, this file lies in dist/scripts.
  const root = join(import.meta.dirname, '..', '..')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const changelog = await readFile(join(root, 'CHANGELOG.md'), 'utf8')
  try {
    process.stdout.write(`${releaseNotes(process.argv[2] ?? '', version, changelog)}\n`)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
