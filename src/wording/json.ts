import type { Side } from './compare.ts'
import type { Standings } from './outcomes.ts'
import type { JudgedChange, JudgedRow, WordingReport } from './report.ts'

/** Name and version of the document; a field that changes its meaning makes a new version. */
export const wordingFormat = 'oci-referee/wording/1'

/**
 * The report as JSON, a newline at the end. `rows` has one entry for each keyword; lines count from 1; what is not
 * known is null. `registries` of a row or a change is there when outcomes were given and some check judges it.
 */
export function wordingJson(report: WordingReport): string {
  const { name, problems, rows, total, coverage, against, registries, recommendations, open } = report
  const { heading: _, ...counts } = total
  const document = {
    format: wordingFormat,
    text: { name, ...counts, problems },
    rows: rows.map(rowJson),
    headings: coverage,
    ...(against && {
      against: {
        name: against.name,
        problems: against.problems,
        unchanged: against.unchanged,
        renamedHeadings: against.renamed,
        changes: against.changes.map(changeJson),
      },
    }),
    ...(registries.length > 0 && {
      registries,
      recommendations: recommendations.map(({ line, heading, keyword, requirement, standings }) => ({
        line,
        heading,
        keyword,
        requirement,
        registries: standings,
      })),
      open,
    }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function rowJson(row: JudgedRow) {
  const { line, heading, keyword, level, actor, requirement, further, status, excluded, checks, standings } = row
  return {
    line,
    heading,
    keyword,
    level,
    actor,
    requirement,
    furtherRequirements: further,
    status,
    ...(excluded !== undefined && { excluded }),
    checks,
    fingerprint: row.fingerprint,
    sentence: row.sentence,
    ...registriesOf(standings),
  }
}

function changeJson({ kinds, before, after, requirements, standings }: JudgedChange) {
  return {
    kinds,
    requirements,
    before: before ? sideJson(before) : null,
    after: after ? sideJson(after) : null,
    ...registriesOf(standings),
  }
}

function sideJson({ line, heading, keywords, text }: Side) {
  return { line, heading, keywords: keywords.map(({ keyword }) => keyword), sentence: text }
}

function registriesOf(standings: Standings | undefined) {
  return standings ? { registries: standings } : {}
}
