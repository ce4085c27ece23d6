import { parseFilter } from '#shared/domain/filter/parse.ts'
import { ListFilter, Pause, X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useListView, useLive } from '../../../state/list.ts'
import { go, useRoute } from '../../../state/route.ts'
import { Button } from '../../../ui/button.tsx'
import { cx } from '../../../ui/cx.ts'
import { formatCountShort } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import { FilterPopup } from './filter-popup.tsx'
import styles from './filter-bar.module.css'
import { FilterShadow } from './filter-shadow.tsx'
import { mayBecomeField } from './may-become-field.ts'
import { rememberFilter } from './recent-filters.ts'
import { useFilterCompletion } from './use-filter-completion.ts'

/** How long a pause in typing is, milliseconds: then the list follows. Longer on the way to a field's name. */
const typingPause = 180
const fieldPause = 1_000

/** The filter: plain words search everything, `field:value` narrows; with completion and the place of a mistake. */
export function FilterBar({
  input,
  onLeave,
}: {
  input: RefObject<HTMLInputElement | null>
  onLeave: () => void
}) {
  const applied = useRoute((route) => route.filter)
  const [text, setText] = useState(applied)
  const [seen, setSeen] = useState(applied)
  // Set from elsewhere (histogram, palette, another endpoint): the field follows.
  if (applied !== seen) {
    setSeen(applied)
    if (applied !== text.trim()) setText(applied)
  }
  const parsed = parseFilter(text)
  const listId = useId()
  const box = useRef<HTMLDivElement>(null)
  const completion = useFilterCompletion(input, text, (next, cursor) => {
    setText(next)
    requestAnimationFrame(() => input.current?.setSelectionRange(cursor, cursor))
  })
  // What is still being written is not yet a mistake.
  const fault = parsed.ok || (completion.open && parsed.to >= text.trimEnd().length) ? null : parsed
  const apply = (wanted: string): void => {
    if (parseFilter(wanted).ok) go({ filter: wanted.trim() })
  }

  useEffect(() => {
    if (text.trim() === applied) return
    const timer = setTimeout(
      () => {
        if (parseFilter(text).ok) go({ filter: text.trim() })
      },
      mayBecomeField(text) ? fieldPause : typingPause,
    )
    return () => clearTimeout(timer)
  }, [text, applied])

  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    if (completion.onKeyDown(event)) return
    if (event.key === 'Enter') {
      apply(text)
      if (parsed.ok) rememberFilter(text)
      completion.close()
    } else if (event.key === 'ArrowDown' && !completion.open) {
      event.preventDefault()
      completion.show()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (completion.open) completion.close()
      else onLeave()
    }
  }

  return (
    <>
      <search className={styles.bar}>
        <div ref={box} className={cx(styles.box, fault !== null && styles.bad)}>
          <ListFilter aria-hidden />
          <div className={styles.text}>
            <FilterShadow text={text} problem={fault} input={input} />
            <input
              ref={input}
              className={cx(styles.input, text !== '' && styles.filled)}
              role="combobox"
              aria-label="Filter requests"
              aria-expanded={completion.open}
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={completion.active === -1 ? undefined : `${listId}-${completion.active}`}
              aria-invalid={fault !== null}
              aria-errormessage={fault === null ? undefined : `${listId}-error`}
              placeholder="Filter: words, method:POST, status:4xx, after:1h…"
              spellCheck={false}
              autoComplete="off"
              value={text}
              onChange={(event) => {
                setText(event.target.value)
                completion.show()
              }}
              onSelect={completion.moved}
              onFocus={completion.show}
              onBlur={() => {
                completion.close()
                if (parsed.ok) rememberFilter(text)
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          {text === '' ? (
            <span className={styles.hint} aria-hidden>
              <Kbd>/</Kbd>
            </span>
          ) : (
            <IconButton
              size="small"
              label="Clear the filter"
              className={styles.clear}
              onClick={() => {
                setText('')
                go({ filter: '' })
                input.current?.focus()
              }}
            >
              <X />
            </IconButton>
          )}
        </div>
        <LiveToggle />
        {completion.open && <FilterPopup id={listId} completion={completion} />}
      </search>
      {fault !== null && <FilterError id={`${listId}-error`} message={fault.message} />}
    </>
  )
}

/** A mistake is only told once the user pauses: half a word is not a mistake yet. */
function FilterError({ id, message }: { id: string; message: string }) {
  const [told, setTold] = useState<string | null>(null)
  useLayoutEffect(() => {
    const timer = setTimeout(() => setTold(message), 450)
    return () => clearTimeout(timer)
  }, [message])
  if (told === null) return null
  return (
    <div id={id} className={styles.error} role="alert">
      {told}
    </div>
  )
}

function LiveToggle() {
  const paused = useLive((live) => live.paused)
  const { waiting } = useListView()
  return (
    <Tooltip
      label={
        paused
          ? 'The list is held still. Show new requests as they arrive'
          : 'New requests appear as they arrive. Hold the list still'
      }
      keys={['L']}
    >
      <Button
        className={styles.live}
        aria-pressed={!paused}
        onClick={() => useLive.setState({ paused: !paused })}
      >
        {paused ? <Pause aria-hidden /> : <span className={styles.liveDot} />}
        {paused ? (waiting === 0 ? 'Paused' : `+${formatCountShort(waiting)}`) : 'Live'}
      </Button>
    </Tooltip>
  )
}
