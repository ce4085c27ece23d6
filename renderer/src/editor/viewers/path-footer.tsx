import { ChevronsDownUp, ChevronsUpDown, Expand, Search } from 'lucide-react'
import { CopyTextButton } from '../../ui/copy-button.tsx'
import { formatBytes } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './path-footer.module.css'

export interface FooterValue {
  readonly kind: string
  readonly bytes: number
  readonly copy: () => string
}

/** Below a JSON viewer: where the cursor is, and what can be done with the value there. */
export function PathFooter(props: {
  path: string
  value: FooterValue | null
  onFind?: () => void
  onOpen?: () => void
  onExpandAll?: () => void
  onCollapseAll?: () => void
}) {
  const { path, value } = props
  return (
    <div className={styles.footer}>
      <span className={styles.path} title={path === '' ? 'the whole document' : path} data-testid="json-path">
        {path === '' ? <span className={styles.top}>whole document</span> : path}
      </span>
      {value !== null && (
        <span className={styles.fact}>
          {value.kind === 'close' ? 'container' : value.kind}, {formatBytes(value.bytes)}
        </span>
      )}
      <span className={styles.actions}>
        {path !== '' && (
          <CopyTextButton size="small" variant="ghost" text={path} aria-label="Copy path">
            Path
          </CopyTextButton>
        )}
        {value !== null && (
          <CopyTextButton size="small" variant="ghost" text={value.copy} aria-label="Copy value">
            Value
          </CopyTextButton>
        )}
        {props.onOpen && (
          <IconButton size="small" label="Show this value by itself" onClick={props.onOpen}>
            <Expand />
          </IconButton>
        )}
        {props.onExpandAll && (
          <IconButton size="small" label="Open all" onClick={props.onExpandAll}>
            <ChevronsUpDown />
          </IconButton>
        )}
        {props.onCollapseAll && (
          <IconButton size="small" label="Fold all" onClick={props.onCollapseAll}>
            <ChevronsDownUp />
          </IconButton>
        )}
        {props.onFind && (
          <IconButton size="small" label="Find" keys={['Mod', 'F']} onClick={props.onFind}>
            <Search />
          </IconButton>
        )}
      </span>
    </div>
  )
}
