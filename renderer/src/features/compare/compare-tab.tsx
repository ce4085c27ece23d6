import type { RequestDetail } from '#shared/domain/request.ts'
import { CompareMenu } from './choose/compare-menu.tsx'
import { CompareView } from './compare-view.tsx'

/** The tab of the detail that sets a request beside another one. */
export const compareTab = {
  value: 'compare',
  label: 'Compare',
  fits: (): boolean => true,
  render: (request: RequestDetail) => <CompareView request={request} />,
  action: (request: RequestDetail) => <CompareMenu key="compare" request={request} />,
} as const
