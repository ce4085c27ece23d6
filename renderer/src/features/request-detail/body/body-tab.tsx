import { useMemo, useState } from 'react'
import type { Output } from '#shared/contract/contract.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { messageOf } from '../../../client/call-error.ts'
import { formatBytes } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import { SegmentedControl } from '../../../ui/segmented.tsx'
import { downloadBody } from '../download.ts'
import { isEncoded, requestBody, useBodyInfo } from '../../../state/body-source.ts'
import { ContentView } from './content-view.tsx'

type BodyInfo = Output<'requests.bodyInfo'>

/** The body of a request, in whatever way it is best looked at. */
export function BodyTab({ request }: { request: RequestDetail }) {
  const encoded = isEncoded(request)
  const info = useBodyInfo(request)
  if (encoded && info.isPending) return null
  return (
    <>
      {info.isError && (
        <Notice tone="warning" copy={messageOf(info.error)}>
          The body could not be decoded: {messageOf(info.error)} It is shown as it came.
        </Notice>
      )}
      <Body request={request} info={info.data ?? null} />
    </>
  )
}

function Body({ request, info }: { request: RequestDetail; info: BodyInfo | null }) {
  const decodable = info !== null && info.decodedSize !== null
  const [asSent, setAsSent] = useState(false)
  const decoded = decodable && !asSent
  const size = decoded ? (info.decodedSize ?? request.bodySize) : request.bodySize
  const source = useMemo(() => requestBody(request.id, size, decoded), [request.id, size, decoded])
  const encodings = info?.encodings.join(', ') ?? ''
  return (
    <ContentView
      source={source}
      contentType={request.malformed ? 'text/plain' : request.contentType}
      // Bytes that are still compressed are no longer what the content type says.
      stillEncoded={info !== null && !decoded && info.encodings.length > 0}
      name={`${request.id}${decoded ? '-decoded' : ''}`}
      onDownload={() => downloadBody(request.id, request.contentType, decoded)}
      encoding={
        info !== null && info.encodings.length > 0 ? (
          decodable ? (
            <SegmentedControl
              label="Content encoding"
              value={asSent ? 'sent' : 'decoded'}
              options={[
                { value: 'decoded', label: `${encodings} → decoded`, name: `Decoded from ${encodings}` },
                { value: 'sent', label: 'As sent', name: `As sent, in ${encodings}` },
              ]}
              onChange={(choice) => setAsSent(choice === 'sent')}
            />
          ) : (
            <span>{encodings}, as sent</span>
          )
        ) : null
      }
      notes={
        info?.decodeProblem == null
          ? []
          : [
              {
                tone: 'warning' as const,
                text: `The ${encodings} encoding could not be undone${info.decodedSize === null ? '' : ' to the end'}: ${info.decodeProblem}`,
              },
            ]
      }
      facts={
        decoded && info.decodedSize !== null
          ? `${formatBytes(request.bodySize)} → ${formatBytes(info.decodedSize)}`
          : formatBytes(size)
      }
    />
  )
}
