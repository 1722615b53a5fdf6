import type { Resource } from '../contract.ts'
import { jsonResponse } from '../respond.ts'

/** GET /v2/ ("Determining Support"). */
export const apiVersion: Resource = () =>
  jsonResponse({}, { 'Content-Type': 'application/json', 'Docker-Distribution-Api-Version': 'registry/2.0' })
