import { signs } from '../signs.ts'

/** How reports look, on light and dark screens, wide and narrow ones, and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --back: #fff; --text: #1c2128; --dim: #57606a; --line: #d0d7de; --soft: #f6f8fa; --link: #0550ae;
  --fail: #b3261e; --warn: #7d5000; --pass: #1a6b2f; --skip: #57606a; --observed: #0a5c8a; --mark: #ffd8b5; --bar: #4078c0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0f1318; --text: #e3e8ee; --dim: #a0abb8; --line: #38414b; --soft: #181e25; --link: #79b8ff;
    --fail: #ff8a80; --warn: #f0c060; --pass: #7bd88f; --skip: #a0abb8; --observed: #7cc7f2; --mark: #6b3d12; --bar: #79b8ff;
  }
}
* { box-sizing: border-box }
[hidden] { display: none !important }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem 1rem 4rem; font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); overflow-wrap: anywhere }
a { color: var(--link) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--line) }
h3 { font-size: 1.05rem; margin: 1rem 0 .5rem } h4 { font-size: .85rem; margin: .5rem 0 .25rem; color: var(--dim) }
small, .ids, footer, dt { color: var(--dim); font-weight: normal }
code, pre { font: .86em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
pre { margin: 0; padding: .6rem; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere }
pre.long { max-height: 26rem; overflow: auto }
.skip { position: absolute; left: -100vw } .skip:focus { position: static }
.conforms, .yes, .better { color: var(--pass) } .fails, .no, .worse { color: var(--fail) } .unjudged, .expected { color: var(--warn) }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: .35rem 1.5rem; margin: 0 }
dl div { display: flex; gap: .5rem } dt { flex: 0 0 7rem } dd { margin: 0 }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1.25rem 0 0; padding: 0 }
#filter { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin: 1rem 0; padding: .5rem .75rem; background: var(--soft); border: 1px solid var(--line); border-radius: 8px; position: sticky; top: 0; z-index: 1 }
#filter fieldset { display: flex; flex-wrap: wrap; gap: .75rem; border: 0; margin: 0; padding: 0 } legend { position: absolute; left: -100vw }
input, select, button { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--dim); border-radius: 5px; padding: .15rem .45rem }
button { cursor: pointer } input[type=search] { width: 15rem; max-width: 60vw } ::placeholder { color: var(--dim); opacity: 1 }
section, article, details, tr { scroll-margin-top: 8rem }
.card { border: 1px solid var(--line); border-left: 5px solid var(--skip); border-radius: 8px; padding: .75rem 1rem; margin: 1rem 0 }
.card[data-verdict=fail], .card[data-verdict=blocked] { border-left-color: var(--fail) } .card[data-verdict=warn] { border-left-color: var(--warn) }
.card h3 { margin: 0 } .card p { margin: .4rem 0 } .card > details { margin-top: .6rem }
summary { cursor: pointer }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; margin: .5rem 0 } .sides > div { min-width: 0 } .or { margin: .2rem 0; color: var(--dim) }
mark { background: var(--mark); color: inherit; border-radius: 3px; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px }
.copyable { position: relative } .copyable:has(button:not([hidden])) pre { padding-right: 5.5rem } .copyable button { position: absolute; top: .35rem; right: .35rem }
${Object.entries(signs)
  .map(([verdict, sign]) => `.v.${verdict}::before { content: '${sign} ' / '' }`)
  .join('\n')}
.v { white-space: nowrap; font-weight: 600 } .fail, .blocked { color: var(--fail) } .warn { color: var(--warn) } .pass { color: var(--pass) } .v.skip { color: var(--skip); position: static } .observed { color: var(--observed) }
#filter label.skip { position: static; color: var(--skip) }
section > section.area { content-visibility: auto; contain-intrinsic-size: auto 60rem }
p.check { margin: 0; padding-left: 1rem } .check { border-bottom: 1px solid var(--line); padding: .2rem 0 } .check p { margin: .25rem 0 .25rem 1.5rem } .check i, .check > a { color: var(--dim); font-size: .85em } .check .v { display: inline-block; min-width: 5.5rem }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 } caption { text-align: left; color: var(--dim); padding-bottom: .25rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: normal } thead th { color: var(--dim); overflow-wrap: break-word } #changes td:nth-child(2) { white-space: nowrap } th[scope=rowgroup] { font-weight: 600; padding-top: 1rem }
.outcomes td:nth-child(2), .outcomes td:nth-child(4) { min-width: 13rem } .outcomes td:nth-child(5) { width: 30% }
table ul { margin: 0; padding-left: 1.1rem }
.matrix td:nth-child(2) { white-space: nowrap } .matrix td:nth-child(3) { width: 38% }
.c { display: inline-block; min-width: 1.5rem; text-align: center; text-decoration: none; font-weight: 600; border: 1px solid transparent; border-radius: 4px } .c:hover { border-color: currentColor } .c.skip { position: static; color: var(--skip) } .c.fail, .c.blocked { border-color: currentColor }
svg { fill: var(--bar); display: block } .waterfall svg { width: 16rem; height: .8rem; background: var(--soft) } .course { width: 15rem; height: 1.9rem } .plot { width: 100%; max-width: 40rem; margin: .5rem 0 } .plot text { font-size: 11px; fill: var(--text) } .plot .grid { stroke: var(--line) } .swatch { display: inline-block; width: .7rem; height: .7rem } .wide { overflow-x: auto } .wide table { overflow-wrap: normal } #growth td { white-space: nowrap } #growth td:nth-child(2) { white-space: normal } .culprit { background: var(--mark) }
#observations th[scope=row] { width: 30% } .waterfall th, .waterfall td + td { white-space: nowrap }
.grid td { text-align: center } .grid td:first-child { text-align: left; padding-left: 1.25rem } .grid thead th + th { text-align: center; min-width: 6.5rem; overflow-wrap: break-word; word-break: keep-all }
@media (max-width: 50rem) { .sides { grid-template-columns: 1fr } #filter { position: static } .waterfall td:last-child, .waterfall th:last-child, .numbers td:last-child, .numbers th:last-child { display: none } dl { grid-template-columns: 1fr }
  .numbers { overflow-wrap: normal } .numbers td { white-space: nowrap }
  .stack, .stack tbody, .stack caption, .stack tr, .stack th, .stack td, .grid, .grid thead, .grid tbody, .grid caption { display: block; width: auto }
  .stack thead { position: absolute; left: -100vw } .stack tr { border-bottom: 1px solid var(--line); padding: .4rem 0 } .stack th, .stack td, #observations .stack th, .matrix.stack td { border: 0; padding: .1rem 0; width: auto }
  .stack th[scope=row] { font-weight: 600 } [data-as]::before { content: attr(data-as); color: var(--dim) }
  .grid .v { display: block; white-space: normal; font-size: .75em; line-height: 1.25 }
  .grid tr { display: flex; flex-wrap: wrap; border-bottom: 1px solid var(--line); padding: .3rem 0 } .grid th, .grid td { flex: 1 1 1rem; min-width: 0 !important; border: 0; padding: .1rem 0 } .grid tr > :first-child { flex: 0 0 100%; padding-left: 0 }
}
@media print {
  section > section.area { content-visibility: visible }
  body { max-width: none; font-size: 11px } pre.long { max-height: none } nav, #filter, .copyable button { display: none !important } .card, tr { break-inside: avoid } a { color: inherit; text-decoration: none }
}
`
