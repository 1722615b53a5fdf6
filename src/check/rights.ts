/** What someone may do in a repository. */
export const rights = ['read', 'write', 'delete'] as const
export type Right = (typeof rights)[number]
