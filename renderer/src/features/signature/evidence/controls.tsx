import { Fragment } from 'react'
import styles from './evidence.module.css'

const names: Record<string, string> = {
  '\r\n': '\\r\\n',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\uFEFF': 'BOM',
  '\0': '\\0',
}

/** Text in which line ends, tabs and marks without a shape of their own can be seen. `breaks`: a line end also ends the line. */
export function Visible({ text, breaks = false }: { text: string; breaks?: boolean }) {
  // Split at what has no shape: every second piece is one of those.
  return text.split(/(\r\n|[\r\n\t\0\uFEFF])/).map((piece, index) =>
    index % 2 === 0 ? (
      <Fragment key={index}>{piece}</Fragment>
    ) : (
      <Fragment key={index}>
        <span className={styles.control}>{names[piece]}</span>
        {breaks && piece.includes('\n') ? '\n' : ''}
      </Fragment>
    ),
  )
}
