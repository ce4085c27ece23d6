import { GitCompareArrows } from 'lucide-react'
import type { RequestDetail } from '#shared/domain/request.ts'
import { messageOf } from '../../../client/call-error.ts'
import { compareRequests, go } from '../../../state/route.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { say, sayError } from '../../../ui/toast.tsx'
import { findCandidates } from './candidates.ts'

/** Where a comparison begins: with the request before, with the last one like it, or with any. */
export function CompareMenu({ request }: { request: RequestDetail }) {
  const compare = async (which: 'previous' | 'alike'): Promise<void> => {
    try {
      const { previous, alike } = await findCandidates(request)
      // Where the one before is itself the last one like it, it is both.
      const found = which === 'previous' ? previous : (alike ?? previous)
      if (found !== null) compareRequests(request.id, found.id)
      else say('There is no earlier request at this endpoint')
    } catch (error) {
      sayError('The earlier requests could not be read.', messageOf(error))
    }
  }
  return (
    <Menu
      align="end"
      items={[
        { kind: 'label', label: 'Compare with' },
        { label: 'The request before', onSelect: () => void compare('previous') },
        {
          label:
            request.event === null ? 'The last one to the same path' : 'The last one with the same event',
          ...(request.event === null ? {} : { hint: request.event }),
          onSelect: () => void compare('alike'),
        },
        { label: 'Choose…', onSelect: () => go({ detailTab: 'compare', compareWith: null }) },
      ]}
    >
      <IconButton size="small" label="Compare with…">
        <GitCompareArrows />
      </IconButton>
    </Menu>
  )
}
