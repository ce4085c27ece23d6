import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { copyText } from './clipboard.ts'
import { IconButton } from './icon-button.tsx'
import { sayError } from './toast.tsx'

type Source = string | (() => string | Promise<string>)

/** Copies and shows a tick for a moment. Returns `[copied, copy]`. */
function useCopy(source: Source): [boolean, () => void] {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (): Promise<void> => {
    const text = typeof source === 'string' ? source : await source()
    if (await copyText(text)) setCopied(true)
    else sayError('The browser did not allow copying. Select the text and copy it by hand.')
  }
  return [copied, () => void copy()]
}

/** An icon that copies `text`. */
export function CopyButton({
  text,
  label = 'Copy',
  size = 'small',
  className,
}: {
  text: Source
  label?: string
  size?: 'small' | 'medium'
  className?: string | undefined
}) {
  const [copied, copy] = useCopy(text)
  return (
    <IconButton
      label={copied ? 'Copied' : label}
      size={size}
      onClick={copy}
      {...(className === undefined ? {} : { className })}
    >
      {copied ? <Check /> : <Copy />}
    </IconButton>
  )
}

/** A button with a word that copies `text`. */
export function CopyTextButton({
  text,
  children = 'Copy',
  ...rest
}: Omit<ButtonProps, 'onClick'> & { text: Source }) {
  const [copied, copy] = useCopy(text)
  return (
    <Button onClick={copy} {...rest}>
      {copied ? <Check /> : <Copy />}
      {copied ? 'Copied' : children}
    </Button>
  )
}
