import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SegmentedControl } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { ByteSource } from '../document/byte-source.ts'
import { parseHexBytes, searchSource } from '../document/hex.ts'
import styles from './hex-view.module.css'

/** Looks for text or bytes in a source of any size, with progress and a way to stop. */
export function HexSearch(props: {
  source: ByteSource
  /** Where the next search begins. */
  from: number
  onFound: (offset: number, length: number) => void
  onClose: () => void
}) {
  const [kind, setKind] = useState<'text' | 'hex'>('text')
  const [query, setQuery] = useState('')
  const [word, setWord] = useState('')
  const running = useRef<AbortController | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    field.current?.focus()
    return () => running.current?.abort()
  }, [])

  const search = async (): Promise<void> => {
    running.current?.abort()
    const needle = kind === 'hex' ? parseHexBytes(query) : new TextEncoder().encode(query)
    if (needle === null || needle.length === 0) {
      setWord(kind === 'hex' ? 'Write bytes as pairs of hex digits, e.g. 7b 22 69' : '')
      return
    }
    const control = new AbortController()
    running.current = control
    setBusy(true)
    setWord('Looking…')
    try {
      const found = await searchSource(
        props.source,
        needle,
        props.from,
        kind === 'hex',
        (share) => setWord(`Looking… ${Math.round(share * 100)}%`),
        control.signal,
      )
      if (found === null) setWord('Not found')
      else {
        setWord(`At 0x${found.toString(16)}`)
        props.onFound(found, needle.length)
      }
    } catch (error) {
      if (running.current === control) {
        setWord(control.signal.aborted ? 'Stopped' : error instanceof Error ? error.message : String(error))
      }
    } finally {
      if (running.current === control) setBusy(false)
    }
  }

  return (
    <search className={styles.search}>
      <SegmentedControl
        label="Look for"
        value={kind}
        options={[
          { value: 'text', label: 'Text' },
          { value: 'hex', label: 'Hex' },
        ]}
        onChange={setKind}
      />
      <TextField
        ref={field}
        mono
        aria-label={kind === 'text' ? 'Text to look for' : 'Bytes to look for'}
        placeholder={kind === 'text' ? 'Text' : '7b 22 69 64'}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter') void search()
          if (event.key === 'Escape') props.onClose()
        }}
      />
      <span className={styles.word} role="status">
        {word}
      </span>
      {busy ? (
        <Button size="small" onClick={() => running.current?.abort()}>
          Stop
        </Button>
      ) : (
        <Button size="small" onClick={() => void search()}>
          Next
        </Button>
      )}
      <IconButton size="small" label="Close the search" keys={['Escape']} onClick={props.onClose}>
        <X />
      </IconButton>
    </search>
  )
}
