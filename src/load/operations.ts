/** What is measured. */
export const operations = ['push', 'list', 'filter', 'page', 'push-elsewhere', 'pull'] as const
export type Operation = (typeof operations)[number]
