/** Requirements that the plainest lists meet, the plainest first: new referrers are in them, those of others are not. */
export const plainLists = ['enabling-referrers/new-listed', 'listing-referrers/same-repository']
/** The one that the plainest filter meets. */
export const plainFilter = 'listing-referrers/filter-true'
/** What a list after a tag meets. */
export const tagsAfter = 'listing-tags/last'
/** Requirements on the pages of a list of tags. */
export const pagesOfTags = ['last', 'last-order', 'link', 'number', 'number-order'].map(
  (name) => `listing-tags/${name}`,
)
