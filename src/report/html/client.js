// What a report does in the browser. It works without: filters and buttons are shown by this script alone.

/**
 * An element that the page has.
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
function one(selector, type) {
  const found = document.querySelector(selector)
  if (found instanceof type) return found
  throw new Error(`the report has no ${selector}`)
}

const form = one('#filter', HTMLFormElement)
const shown = one('#shown', HTMLOutputElement)
const search = one('#filter input[name=text]', HTMLInputElement)
const items = [...document.querySelectorAll('[data-verdict]')].flatMap((item) =>
  item instanceof HTMLElement ? [{ item, text: '' }] : [],
)
const areas = [...document.querySelectorAll('.area')]

/** Shows what the filters let through, and says how much that is. */
function filter() {
  const data = new FormData(form)
  const verdicts = new Set(data.getAll('verdict'))
  const words = String(data.get('text') ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
  const wanted = ['area', 'level', 'profile'].map((name) => [name, String(data.get(name) ?? '')])
  let checks = 0
  for (const entry of items) {
    const { item } = entry
    const matches =
      (verdicts.size === 0 || verdicts.has(item.dataset['verdict'] ?? '')) &&
      wanted.every(([name, value]) => !value || item.dataset[name ?? ''] === value) &&
      (words.length === 0 || containsAll(entry, words))
    item.hidden = !matches
    if (matches && item.matches('.check')) checks++
  }
  for (const area of areas) area.toggleAttribute('hidden', !area.querySelector('.check:not([hidden])'))
  shown.textContent = `${checks} ${checks === 1 ? 'check' : 'checks'} shown`
}

/**
 * Whether a check or finding has all of these words. Its text is put together when it is first asked for.
 * @param {{ item: HTMLElement, text: string }} entry
 * @param {string[]} words
 */
function containsAll(entry, words) {
  entry.text ||= (entry.item.textContent ?? '').toLowerCase()
  return words.every((word) => entry.text.includes(word))
}

/** Brings what the filters let through into view where none of it is: far down in a long page, other parts slide up. */
function bring() {
  const matches = items.filter(({ item }) => !item.hidden)
  const [first, last] = [matches[0]?.item, matches.at(-1)?.item]
  if (!first || !last) return
  const isAbove = last.getBoundingClientRect().bottom < form.getBoundingClientRect().bottom
  if (isAbove || first.getBoundingClientRect().top > innerHeight) reveal(first, 4)
}

/** The filters as the part of the address after `#?`, so that a link leads to what is seen. */
function remember() {
  const said = [...new FormData(form)].filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)])
  history.replaceState(null, '', said.length === 0 ? '#' : `#?${new URLSearchParams(said)}`)
}

/** Sets the filters that an address says. @param {URLSearchParams} said */
function recall(said) {
  form.reset()
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox')
      field.checked = said.getAll('verdict').includes(field.value)
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      field.value = said.get(field.name) ?? ''
  }
  filter()
}

/** Goes where the address leads: to filters, to a finding, to a check. What hides it is opened. */
function follow() {
  const hash = decoded(location.hash.slice(1))
  if (hash.startsWith('?')) {
    recall(new URLSearchParams(hash.slice(1)))
    return
  }
  const target = document.getElementById(`finding:${hash}`) ?? document.getElementById(hash)
  if (!hash || !target) return
  if (target.closest('[hidden]')) recall(new URLSearchParams())
  for (let place = /** @type {Element | null} */ (target); place; place = place.parentElement)
    if (place instanceof HTMLDetailsElement) place.open = true
  target.tabIndex = -1
  target.focus({ preventScroll: true })
  reveal(target, 4)
}

/**
 * Scrolls to an element, a few frames long: what is not drawn yet has its real height only once it is.
 * @param {Element} target
 * @param {number} frames
 */
function reveal(target, frames) {
  target.scrollIntoView()
  if (frames > 0) requestAnimationFrame(() => reveal(target, frames - 1))
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Copies the text that a button belongs to; where the browser does not let it, selects the text. @param {HTMLButtonElement} button */
async function copy(button) {
  const source = document.getElementById(button.dataset['copies'] ?? '')
  if (!source) return
  try {
    await navigator.clipboard.writeText(source.textContent ?? '')
    button.textContent = 'Copied'
  } catch {
    getSelection()?.selectAllChildren(source)
    button.textContent = 'Selected'
  }
}

for (const button of document.querySelectorAll('button[data-copies]')) {
  if (!(button instanceof HTMLButtonElement)) continue
  button.hidden = false
  button.addEventListener('click', () => copy(button))
}

form.hidden = false
form.addEventListener('input', () => {
  filter()
  remember()
  bring()
})
form.addEventListener('submit', (event) => event.preventDefault())
one('#all', HTMLButtonElement).addEventListener('click', () => {
  recall(new URLSearchParams())
  remember()
})
addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault()
    search.focus()
  }
})

/** @type {HTMLDetailsElement[]} */
let opened = []
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('.card > details:not([open])')].filter(
    (one) => one instanceof HTMLDetailsElement,
  )
  for (const one of opened) one.open = true
})
addEventListener('afterprint', () => {
  for (const one of opened) one.open = false
})

addEventListener('hashchange', follow)
filter()
// The browser goes to the address by itself first, and takes the focus away.
if (document.readyState === 'complete') follow()
else addEventListener('load', follow)
