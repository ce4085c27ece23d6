import type { RequestId } from '#shared/domain/ids.ts'
import { requestList } from '../../../state/list.ts'
import { selectOnly, useSelection } from '../../../state/selection.ts'

/** Marks the rows from the anchor (or the open one) to this. */
export async function selectRange(position: number, open: RequestId | null): Promise<void> {
  const anchor = useSelection.getState().anchor ?? open
  const from = anchor === null ? -1 : requestList.positionOf(anchor)
  const rows = await requestList.between(from === -1 ? position : from, position)
  selectOnly(
    rows.map((row) => row.id),
    anchor ?? rows[0]?.id ?? null,
  )
}
