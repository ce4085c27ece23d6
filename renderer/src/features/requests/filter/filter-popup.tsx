import { useEffect, useRef } from 'react'
import styles from './filter-bar.module.css'
import type { FilterCompletionState } from './use-filter-completion.ts'

/** The list under the filter. It never takes the focus: the input says which entry is meant. */
export function FilterPopup({ id, completion }: { id: string; completion: FilterCompletionState }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [completion.active])
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="What may be written"
      className={styles.popup}
      onMouseDown={(event) => event.preventDefault()}
    >
      {completion.choices.map((choice, index) => (
        <div key={`${choice.label}${index}`} role="presentation">
          {choice.recent && index === 0 && <div className={styles.heading}>Recent</div>}
          {!choice.recent && completion.choices[index - 1]?.recent === true && (
            <div className={styles.heading}>Fields</div>
          )}
          <div
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === completion.active}
            className={styles.option}
            onMouseMove={() => {
              if (index !== completion.active) completion.setActive(index)
            }}
            onClick={choice.take}
          >
            <code>{choice.label}</code>
            <span className={styles.help}>{choice.help}</span>
          </div>
        </div>
      ))}
    </div>
  )
}
