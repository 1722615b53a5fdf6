/** The registry that is judged in the pictures of the README: wrong in two ways that people meet. */
export const faults = ['absent-subject-not-listed', 'filter-header-missing']

export const words = ['--seed', 'readme', '--only', 'referrers']
