import { useEffect, useState, type RefObject } from 'react'
import styles from './hex-view.module.css'

/** Room for line numbers, padding and the scrollbar, in pixels. */
const aside = 96

/**
 * How many characters of the viewers' font fit side by side, in steps of four. It follows the pane's width only once
 * that has come to rest: text is broken anew at each change.
 */
export function useColumns(box: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(100)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const probe = document.createElement('span')
    probe.className = styles.probe ?? ''
    probe.textContent = '0'.repeat(100)
    element.append(probe)
    const width = probe.getBoundingClientRect().width / 100
    probe.remove()
    let timer: ReturnType<typeof setTimeout> | undefined
    const fit = (): void => {
      const fits = Math.floor((element.clientWidth - aside) / Math.max(1, width))
      setColumns(Math.max(20, fits - (fits % 4)))
    }
    fit()
    const observer = new ResizeObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(fit, 200)
    })
    observer.observe(element)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [box])
  return columns
}
