import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import type { SchemeInfo } from '#shared/domain/signature.ts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../client/host.ts'
import { queryKeys } from './query-keys.ts'

const headings = [
  'chatzuri',
  'Payments and shops',
  'Messages and mail',
  'Developer services',
  'Customers and forms',
  'Any other sender',
] as const
type Heading = (typeof headings)[number]

const headingOf: Record<SchemeId, Heading> = {
  chatzuri: 'chatzuri',
  'chatzuri-sha1': 'chatzuri',
  'chatzuri-secret': 'chatzuri',
  stripe: 'Payments and shops',
  paypal: 'Payments and shops',
  paddle: 'Payments and shops',
  square: 'Payments and shops',
  shopify: 'Payments and shops',
  meta: 'Messages and mail',
  slack: 'Messages and mail',
  twilio: 'Messages and mail',
  'twilio-body-sha256': 'Messages and mail',
  telegram: 'Messages and mail',
  discord: 'Messages and mail',
  line: 'Messages and mail',
  zoom: 'Messages and mail',
  mailgun: 'Messages and mail',
  sendgrid: 'Messages and mail',
  github: 'Developer services',
  'github-sha1': 'Developer services',
  linear: 'Developer services',
  svix: 'Developer services',
  'standard-webhooks': 'Developer services',
  'standard-webhooks-v1a': 'Developer services',
  'aws-sns': 'Developer services',
  intercom: 'Customers and forms',
  'hubspot-v1': 'Customers and forms',
  'hubspot-v2': 'Customers and forms',
  'hubspot-v3': 'Customers and forms',
  zendesk: 'Customers and forms',
  typeform: 'Customers and forms',
  calendly: 'Customers and forms',
  docusign: 'Customers and forms',
  'generic-hmac': 'Any other sender',
}

/** All signature schemes; they change with the version only. */
export function useSchemes() {
  return useQuery({
    queryKey: queryKeys.schemes,
    queryFn: ({ signal }) => call('signatures.schemes', {}, { signal }),
    gcTime: Infinity,
  })
}

export function useScheme(id: SchemeId | null | undefined): SchemeInfo | undefined {
  return useSchemes().data?.find((scheme) => scheme.id === id)
}

export interface SchemeGroup {
  heading: string
  options: { value: SchemeId; label: string; words: string }[]
}

/** The schemes as a picker offers them: in groups, each by its title. */
export function schemeGroups(schemes: readonly SchemeInfo[]): SchemeGroup[] {
  return headings.map((heading) => ({
    heading,
    options: schemes
      .filter((scheme) => headingOf[scheme.id] === heading)
      .map((scheme) => ({ value: scheme.id, label: scheme.title, words: scheme.keyName })),
  }))
}
