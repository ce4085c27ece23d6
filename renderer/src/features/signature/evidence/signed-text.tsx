import type { SignatureVerdict } from '#shared/domain/signature.ts'
import { useMemo, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { cx } from '../../../ui/cx.ts'
import { formatBytes, formatCount } from '../../../ui/format.ts'
import { Part } from '../part.tsx'
import { Visible } from './controls.tsx'
import styles from './evidence.module.css'
import { pieceName, piecesOf, type Piece } from './pieces.ts'

/** A part above this is folded: characters, lines. */
const foldAbove = 480
const foldLines = 10
const colours = 6

/** The bytes that were signed, each part in its colour and with its number, and where it comes from. */
export function SignedText({
  text,
  coverage,
}: {
  text: NonNullable<SignatureVerdict['signedText']>
  coverage: SignatureVerdict['coverage']
}) {
  const pieces = useMemo(() => piecesOf(text), [text])
  const [unfolded, setUnfolded] = useState(false)
  const foldable = pieces.some((piece) => foldAt(piece.text) < piece.text.length)
  const cut = text.size > text.preview.length
  return (
    <Part
      title="Signed text"
      count={formatBytes(text.size)}
      actions={
        <>
          {foldable && (
            <Button
              size="small"
              variant="ghost"
              aria-expanded={unfolded}
              onClick={() => setUnfolded(!unfolded)}
            >
              {unfolded ? 'Fold long parts' : 'Unfold long parts'}
            </Button>
          )}
          {!cut && (
            <CopyButton text={pieces.map((piece) => piece.text).join('')} label="Copy the signed text" />
          )}
        </>
      }
    >
      <pre className={styles.signed} aria-label="Signed text" tabIndex={0}>
        {pieces.map((piece, index) => (
          <SignedPiece key={index} piece={piece} unfolded={unfolded} onUnfold={() => setUnfolded(true)} />
        ))}
      </pre>
      <ol className={styles.legend}>
        {pieces
          .filter((piece) => piece.number !== null)
          .map((piece) => (
            <li key={piece.number}>
              <span className={cx(styles.number, styles[`colour${colourOf(piece)}`])} aria-hidden>
                {piece.number}
              </span>
              <span className={styles.pieceName}>{pieceName(piece.kind)}</span>
              <span className={styles.origin}>
                {piece.kind === 'secret'
                  ? 'stands here, and is not shown'
                  : `${piece.kind === 'body' ? '' : `from ${originWords(piece)}, `}${formatCount(piece.size)} ${piece.size === 1 ? 'byte' : 'bytes'}`}
              </span>
            </li>
          ))}
      </ol>
      <div className={styles.remarks}>
        {cut && (
          <p>
            The first {formatBytes(text.preview.length)} of {formatBytes(text.size)} are shown; all of it was
            checked.
          </p>
        )}
        {coverage !== 'body' && <p>The body itself is not part of it.</p>}
      </div>
    </Part>
  )
}

const colourOf = (piece: Piece): number => ((piece.number ?? 1) - 1) % colours

function originWords({ origin, kind }: Piece): string {
  if (origin === kind || origin === 'body') return 'the body'
  if (/^(header|body field) /.test(origin)) return origin.replace(/^(header|body field) (.*)$/, 'the $1 $2')
  if (origin === 'your settings') return origin
  return `the ${origin}`
}

/** Where a long part is folded, in characters. */
function foldAt(text: string): number {
  let end = -1
  for (let line = 0; line < foldLines; line += 1) {
    end = text.indexOf('\n', end + 1)
    if (end === -1) break
  }
  const cut = Math.min(end === -1 ? text.length : end, foldAbove)
  // A fold that hides a word or two is not worth it.
  return text.length - cut < 40 ? text.length : cut
}

function SignedPiece({
  piece,
  unfolded,
  onUnfold,
}: {
  piece: Piece
  unfolded: boolean
  onUnfold: () => void
}) {
  if (piece.number === null)
    return (
      <span className={styles.literal}>
        <Visible text={piece.text} breaks />
      </span>
    )
  const shown = unfolded ? piece.text : piece.text.slice(0, foldAt(piece.text))
  const folded = piece.text.length - shown.length
  return (
    <span className={cx(styles.piece, styles[`colour${colourOf(piece)}`])} title={pieceName(piece.kind)}>
      <span className={styles.inlineNumber} aria-hidden>
        {piece.number}
      </span>
      {piece.kind === 'secret' ? '••••••••' : <Visible text={shown} breaks />}
      {folded > 0 && (
        <button type="button" className={styles.more} onClick={onUnfold}>
          {formatCount(folded)} more characters
        </button>
      )}
      {folded === 0 && piece.shownSize < piece.size && (
        <span className={styles.more}>{formatCount(piece.size - piece.shownSize)} more bytes, not shown</span>
      )}
    </span>
  )
}
