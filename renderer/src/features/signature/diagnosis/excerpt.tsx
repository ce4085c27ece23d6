import type { RequestDetail } from '#shared/domain/request.ts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../client/host.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { formatCount } from '../../../ui/format.ts'
import { Visible } from '../evidence/controls.tsx'
import styles from './diagnosis.module.css'
import { hexRows, textAround, windowOf } from './excerpt-bytes.ts'

/** The place in the received body at which it parts from what was signed: as text and as bytes. */
export function Excerpt({
  request,
  range,
}: {
  request: RequestDetail
  range: { start: number; end: number }
}) {
  const { from, to } = windowOf(range, request.bodySize)
  const bytes = useQuery({
    queryKey: queryKeys.body(request.id, false, from, to - from),
    queryFn: ({ signal }) =>
      call('requests.body', { id: request.id, offset: from, length: to - from, decoded: false }, { signal }),
  })
  return (
    <div>
      <h4 className={styles.subtitle}>Where the bytes part</h4>
      <p className={styles.where}>{whereWords(range, request.bodySize)}</p>
      {bytes.data !== undefined && bytes.data.length > 0 && (
        <Bytes bytes={bytes.data} from={from} range={range} />
      )}
    </div>
  )
}

function whereWords({ start, end }: { start: number; end: number }, size: number): string {
  const of = `of ${formatCount(size)} in the received body`
  if (end - start > 1) return `Bytes ${formatCount(start)} to ${formatCount(end - 1)} ${of}.`
  return start >= size && size > 0
    ? `At the end of the received body, after byte ${formatCount(size - 1)}.`
    : `Byte ${formatCount(start)} ${of}.`
}

function Bytes({
  bytes,
  from,
  range,
}: {
  bytes: Uint8Array
  from: number
  range: { start: number; end: number }
}) {
  const { before, inside, after } = textAround(bytes, from, range)
  return (
    <>
      <pre className={styles.excerpt} aria-label="Excerpt of the body">
        {from > 0 && <span className={styles.dots}>…</span>}
        <Visible text={before} />
        {inside === '' ? (
          <mark className={styles.gap} aria-label="here">
            {' '}
          </mark>
        ) : (
          <mark>
            <Visible text={inside} />
          </mark>
        )}
        <Visible text={after} />
      </pre>
      <table className={styles.hex} aria-label="The same bytes in hex">
        <tbody>
          {hexRows(bytes, from, range).map((row) => (
            <tr key={row.offset}>
              <th scope="row">{row.offset.toString(16).padStart(6, '0')}</th>
              <td>
                {row.cells.map((cell, index) => (
                  <span key={index} className={cell.inside ? styles.hit : undefined}>
                    {cell.hex}{' '}
                  </span>
                ))}
              </td>
              <td>
                {row.cells.map((cell, index) => (
                  <span key={index} className={cell.inside ? styles.hit : undefined}>
                    {cell.text}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
