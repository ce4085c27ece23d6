import { Search } from 'lucide-react'
import { useState } from 'react'
import { CopyTextButton } from '../../ui/copy-button.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SegmentedControl } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { ByteSource } from '../document/byte-source.ts'
import { parseOffset, readBytes, toHex, type Readings } from '../document/hex.ts'
import styles from './hex-view.module.css'

/** More than this is not put on the clipboard. */
const maxCopy = 1_000_000
const names: readonly (keyof Readings)[] = [
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float32',
  'float64',
  'utf8',
]

/** Below the hex view: where the cursor is, what the bytes there would be, and a field to jump. */
export function HexFooter(props: {
  source: ByteSource
  selection: readonly [number, number]
  bytes: Uint8Array | null
  onGoTo: (offset: number) => void
  onFind: () => void
}) {
  const { source, selection, bytes } = props
  const [endian, setEndian] = useState<'LE' | 'BE'>('LE')
  const [target, setTarget] = useState('')
  const [bad, setBad] = useState(false)
  const length = selection[1] - selection[0]
  const readings = bytes === null ? null : readBytes(bytes, endian === 'LE')
  const selected = (): Promise<Uint8Array> => source.read(selection[0], Math.min(length, maxCopy))
  return (
    <div className={styles.footer}>
      <div className={styles.bar}>
        <form
          className={styles.jump}
          onSubmit={(event) => {
            event.preventDefault()
            const offset = parseOffset(target, source.size)
            setBad(offset === null)
            if (offset !== null) props.onGoTo(offset)
          }}
        >
          <TextField
            mono
            aria-label="Go to offset"
            aria-invalid={bad}
            placeholder="Go to 0x… or 500"
            title={`0x1f4, 500, 50% or end; below ${formatCount(source.size)}`}
            value={target}
            onChange={(event) => {
              setTarget(event.target.value)
              setBad(false)
            }}
          />
        </form>
        <span className={styles.where} data-testid="hex-position">
          0x{selection[0].toString(16)} ({formatCount(selection[0])})
          {length > 1 && `, ${formatCount(length)} bytes selected`}
        </span>
        <CopyTextButton
          size="small"
          variant="ghost"
          className={styles.copy}
          text={async () => toHex(await selected())}
          disabled={length > maxCopy}
        >
          Hex
        </CopyTextButton>
        <CopyTextButton
          size="small"
          variant="ghost"
          className={styles.copy}
          text={async () => new TextDecoder().decode(await selected())}
          disabled={length > maxCopy}
          title={
            length > maxCopy
              ? `At most ${formatBytes(maxCopy)} can be copied`
              : 'Copy the selection as UTF-8 text'
          }
        >
          Text
        </CopyTextButton>
        <IconButton size="small" label="Find" keys={['Mod', 'F']} onClick={props.onFind}>
          <Search />
        </IconButton>
      </div>
      <div className={styles.readings}>
        <SegmentedControl
          label="Byte order"
          value={endian}
          options={[
            { value: 'LE', label: 'LE', name: 'Little-endian' },
            { value: 'BE', label: 'BE', name: 'Big-endian' },
          ]}
          onChange={setEndian}
        />
        <dl>
          {names.map((name) => (
            <div key={name} data-wide={/64|32$/.test(name) && name !== 'uint32' && name !== 'int32'}>
              <dt>{name}</dt>
              <dd data-testid={`reading-${name}`}>{shown(name, readings)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  )
}

function shown(name: keyof Readings, readings: Readings | null): string {
  const value = readings?.[name] ?? null
  if (value === null) return '–'
  if (name === 'utf8') return JSON.stringify(value)
  if (typeof value === 'number' && name.startsWith('float'))
    return String(Number(value.toPrecision(name === 'float32' ? 7 : 15)))
  return String(value)
}
