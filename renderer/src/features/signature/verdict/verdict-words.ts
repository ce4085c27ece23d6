import type { SignatureVerdict } from '#shared/domain/signature.ts'
import {
  Clock,
  Settings2,
  ShieldAlert,
  ShieldCheck,
  ShieldQuestion,
  ShieldX,
  type LucideIcon,
} from 'lucide-react'

export interface VerdictWords {
  readonly word: string
  readonly icon: LucideIcon
  readonly tone: 'green' | 'red' | 'amber' | 'neutral'
}

/** A verdict as the window shows it: a word and a sign, and a colour that only helps. */
export function verdictWords({ status, stale }: Pick<SignatureVerdict, 'status' | 'stale'>): VerdictWords {
  switch (status) {
    case 'valid':
      return { word: 'Valid', icon: ShieldCheck, tone: 'green' }
    case 'invalid':
      return stale
        ? { word: 'Right, but stale', icon: Clock, tone: 'amber' }
        : { word: 'Invalid', icon: ShieldX, tone: 'red' }
    case 'missing':
      return { word: 'Missing', icon: ShieldQuestion, tone: 'amber' }
    case 'cannot-check':
      return { word: "Can't be checked", icon: ShieldAlert, tone: 'amber' }
    case 'not-configured':
      return { word: 'Not set up', icon: Settings2, tone: 'neutral' }
  }
}

/** What the signature protects, in a sentence. */
export function coverageSentence(coverage: SignatureVerdict['coverage']): string {
  switch (coverage) {
    case 'body':
      return 'The whole body.'
    case 'fields':
      return 'Only some fields of the body: see the signed text.'
    case 'nothing':
      return 'Not the body: it could be changed without a trace.'
  }
}
