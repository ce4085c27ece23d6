import { Toaster, toast } from 'sonner'
import './toast.css'

/** Says that something was done. */
export function say(message: string, options: { description?: string } = {}): void {
  toast(message, { duration: 3_000, ...options })
}

/** Says that something was done and offers to take it back. */
export function sayWithUndo(message: string, undo: () => void | Promise<void>): void {
  toast(message, {
    duration: 8_000,
    action: {
      label: 'Undo',
      onClick: () => {
        void undo()
      },
    },
  })
}

/** Says what went wrong, with a way to copy the message. Stays longer than good news. */
export function sayError(title: string, detail?: string): void {
  toast.error(title, {
    duration: 10_000,
    ...(detail === undefined || detail === title ? {} : { description: detail }),
    action: {
      label: 'Copy',
      onClick: () => {
        void navigator.clipboard.writeText(detail === undefined ? title : `${title}\n${detail}`)
      },
    },
  })
}

/** Where toasts appear; mount once. */
export function Toasts({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <Toaster
      theme={theme}
      position="bottom-right"
      closeButton={false}
      gap={8}
      offset={{ bottom: 40, right: 16 }}
      visibleToasts={4}
    />
  )
}
