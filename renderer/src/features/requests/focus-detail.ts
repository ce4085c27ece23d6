/** How long a detail that is on its way may take to get the focus, milliseconds. */
const patience = 3_000

/**
 * Puts the focus on the open tab of the detail pane. A detail that is still loading replaces its tabs when it is here:
 * they get the focus then, unless the user has put it elsewhere meanwhile.
 */
export function focusDetail(): void {
  const pane = document.querySelector<HTMLElement>('[data-pane="detail"]')
  if (pane === null) return
  pane.focus()
  const settle = (): void => {
    const { activeElement } = document
    if (activeElement !== pane && activeElement !== document.body && activeElement !== null) return
    pane.querySelector<HTMLElement>('[role="tab"][data-state="active"]')?.focus()
  }
  settle()
  const observer = new MutationObserver(settle)
  observer.observe(pane, { childList: true, subtree: true })
  const stop = (): void => {
    observer.disconnect()
    window.removeEventListener('pointerdown', stop, true)
  }
  setTimeout(stop, patience)
  window.addEventListener('pointerdown', stop, true)
}
