import type { ReactNode } from 'react'
import type { ByteSource } from '../../../editor/document/byte-source.ts'

export interface ContentNote {
  readonly tone: 'warning' | 'info'
  readonly text: string
}

export interface ContentViewProps {
  source: ByteSource
  contentType: string | null
  /** Tells this content from every other one in caches. */
  name: string
  stillEncoded?: boolean
  encoding?: ReactNode
  notes?: readonly ContentNote[]
  /** Size in words. */
  facts: string
  onDownload?: () => void
}
