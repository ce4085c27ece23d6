import { FileText } from 'lucide-react'
import { messageOf } from '../../../client/call-error.ts'
import { useQuery } from '@tanstack/react-query'
import { readAll, type ByteSource } from '../../../editor/document/byte-source.ts'
import { formatBytes } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import styles from './body.module.css'
import { readPdfFacts } from './pdf-facts.ts'
import { sourceNumber } from './use-bytes.ts'

/** Facts are looked for within this much. */
const factsLimit = 32_000_000

/**
 * What a PDF says of itself. It is not rendered: a reader for PDF runs whatever a stranger put into it, and the window
 * that shows strangers' requests has none. Saved, it can be opened in the system's own.
 */
export function PdfView({ source }: { source: ByteSource }) {
  const facts = useQuery({
    queryKey: ['request', 'pdf', sourceNumber(source)],
    queryFn: async ({ signal }) => {
      const bytes = await readAll(
        { size: Math.min(source.size, factsLimit), read: source.read.bind(source) },
        signal,
      )
      return await readPdfFacts(bytes)
    },
    gcTime: 0,
  })
  if (facts.isError) {
    return (
      <div className={styles.notes}>
        <Notice copy={messageOf(facts.error)}>
          The document could not be read: {messageOf(facts.error)}
        </Notice>
      </div>
    )
  }
  if (facts.data === undefined) return null
  const { version, pages, encrypted, title, author, producer, created } = facts.data
  const rows: [string, string | null][] = [
    ['Title', title],
    ['Author', author],
    ['Made with', producer],
    ['Made', created],
    ['Pages', pages === null ? 'not said in a readable place' : pages.toLocaleString()],
    ['Version', version === null ? null : `PDF ${version}`],
    ['Size', formatBytes(source.size)],
    ['Encrypted', encrypted ? 'yes: a password may be needed to open it' : null],
  ]
  return (
    <div className={styles.pdf}>
      <FileText aria-hidden />
      <dl>
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <p className={styles.quiet}>
        Documents from strangers are not opened here. Download it to look at it in your own reader; Hex shows
        the bytes.
      </p>
    </div>
  )
}
