// Rules for titles of checks, questions, names of tests and texts of help. CONTRIBUTING.md has the words.

/** A title has fewer characters than this: it stands in one line of a terminal, beside its verdict. */
export const tooLong = 70

/** Words that the glossary forbids, each with what to write in its place. */
const forbidden: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /\banswers?\b/i, instead: 'response, or a form of "respond"' },
  { word: /\bwho(m|se)?ever\b/i, instead: '"a user who", "an owner", "everybody who"' },
  { word: /\bmost\b/i, instead: 'max, "no more than"' },
]

/** Words of a text that the glossary forbids, one complaint for each. */
export function forbiddenWords(text: string): string[] {
  return forbidden.flatMap(({ word, instead }) => {
    const found = word.exec(text)
    return found ? [`"${found[0]}": write ${instead}`] : []
  })
}

/**
 * What is wrong with a title or the name of a test, one complaint for each rule; nothing: all is well.
 * The keyword SHOULD of the specification is no "should" of ours.
 */
export function titleComplaints(title: string): string[] {
  return [
    ...(title.length < tooLong ? [] : [`${title.length} characters: fewer than ${tooLong} are allowed`]),
    ...(/\b[Ss]hould(n't)?\b/.test(title) ? ['"should": say what is so'] : []),
    ...(/;|[.?!]\s/.test(title) ? ['more than one claim: make two of it'] : []),
    ...forbiddenWords(title),
  ]
}

/** Participles that say nothing of what they name. */
const participles = ['told', 'untold', 'seen', 'kept', 'said']

/** Declarations in a source file whose name is one of those: of variables, functions, types, properties and parameters. */
export function participlesIn(source: string): string[] {
  const name = `\\b(${participles.join('|')})\\b`
  const code = source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
    .map((line) => line.replace(/'(?:\\.|[^'\\])*'|\/\/ .*$/g, "''"))
    .join('\n')
  const declarations = [
    `\\b(?:const|let|function|class|interface|type|readonly)\\s+${name}`,
    `\\b(?:const|let)\\s+[[{][^\\]}=]*${name}[^\\]}=]*[\\]}]\\s*=`,
    `${name}\\s*(?:=>|\\??:\\s*(?!['"\`\\d]))`,
    `\\(${name}(?:,[^()]*)?\\)\\s*=>`,
    `\\(\\{[^{}]*${name}[^{}]*\\}[^()]*\\)\\s*=>`,
  ]
  return declarations
    .flatMap((one) => [...code.matchAll(new RegExp(one, 'gi'))])
    .flatMap((match) => match.slice(1))
    .map((found) => found.toLowerCase())
}

/** The names of the tests in a source file: the first string of each call of `test` or `it`, tables included. */
export function testNames(source: string): string[] {
  const literal = /(?<quote>['"`])(?<name>(?:\\.|(?!\k<quote>)[^\\])*)\k<quote>/.source
  const plain = /(?<![.\w])(?:test|it)(?:\.(?!each|for|runIf|skipIf)\w+)*\(\s*/.source
  const table = /(?<![.\w])(?:test|it)(?:\.\w+)*\.(?:each|for|runIf|skipIf)\([\s\S]*?\)\(\s*/.source
  return [plain, table]
    .flatMap((call) => [...source.matchAll(new RegExp(call + literal, 'g'))])
    .sort((a, b) => a.index - b.index)
    .map(({ groups }) => groups!['name']!.replace(/\\(.)/g, '$1'))
}
