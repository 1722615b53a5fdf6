import type { Wrong } from './wrong.ts'

/** Faults in what is granted. */
export const granted: readonly Wrong[] = [
  {
    name: 'reading-needs-push',
    breaks: 'access/granted',
    description: 'Users who may only read are refused',
    change: (rules) => ({
      access: {
        may: (caller, repository, action, call) =>
          rules.access.may(caller, repository, action, call) &&
          (action !== 'pull' || rules.access.may(caller, repository, 'push', call)),
      },
    }),
  },
  {
    name: 'pushing-needs-delete',
    breaks: 'access/granted',
    description: 'Users who may push and not delete are refused to push',
    change: (rules) => ({
      access: {
        may: (caller, repository, action, call) =>
          rules.access.may(caller, repository, action, call) &&
          (action !== 'push' || rules.access.may(caller, repository, 'delete', call)),
      },
    }),
  },
  {
    name: 'deleting-needs-everything',
    breaks: 'access/granted',
    description: 'Deleting is refused to users who may not delete in every repository',
    change: (rules) => ({
      access: {
        may: (caller, repository, action, call) =>
          rules.access.may(caller, repository, action, call) &&
          (action !== 'delete' || rules.access.may(caller, 'some/other/name', 'delete', call)),
      },
    }),
  },
]
