import type { Endpoint } from '#shared/domain/endpoint.ts'
import { Copy, Ellipsis, Eraser, Pencil, Power, Settings2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { showPanels } from '../../state/panels.ts'
import { go } from '../../state/route.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { cx } from '../../ui/cx.ts'
import { formatCount, formatCountShort } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ContextMenu, Menu, type MenuEntry } from '../../ui/menu.tsx'
import { changeEndpoint, clearEndpoint, copyEndpointUrl, deleteEndpoint } from './endpoint-actions.ts'
import styles from './endpoints-pane.module.css'
import { NameField } from './name-field.tsx'

function menuOf(endpoint: Endpoint, rename: () => void): MenuEntry[] {
  return [
    {
      label: 'Copy URL',
      icon: <Copy />,
      disabled: endpoint.url === null,
      onSelect: () => void copyEndpointUrl(endpoint),
    },
    { label: 'Rename', icon: <Pencil />, onSelect: rename },
    {
      label: 'Answer and settings…',
      icon: <Settings2 />,
      onSelect: () => showPanels({ endpointSettings: endpoint.id }),
    },
    {
      label: endpoint.enabled ? 'Turn off' : 'Turn on',
      hint: endpoint.enabled ? 'Senders get 410, nothing is kept' : undefined,
      icon: <Power />,
      onSelect: () => void changeEndpoint(endpoint, { enabled: !endpoint.enabled }),
    },
    { kind: 'separator' },
    {
      label: 'Delete its requests',
      icon: <Eraser />,
      disabled: endpoint.requestCount === 0,
      onSelect: () => void clearEndpoint(endpoint),
    },
    {
      label: 'Delete endpoint',
      icon: <Trash2 />,
      danger: true,
      onSelect: () => void deleteEndpoint(endpoint),
    },
  ]
}

/** One endpoint: its name, how many requests it holds, and what can be done with it. */
export function EndpointRow({ endpoint, current }: { endpoint: Endpoint; current: boolean }) {
  const [renaming, setRenaming] = useState(false)
  if (renaming) {
    return (
      <li className={styles.row}>
        <div className={styles.edit}>
          <NameField
            label={`New name for ${endpoint.name}`}
            start={endpoint.name}
            onDone={(name) => {
              setRenaming(false)
              if (name !== null) void changeEndpoint(endpoint, { name })
            }}
          />
        </div>
      </li>
    )
  }
  const menu = menuOf(endpoint, () => setRenaming(true))
  const unread = endpoint.unreadCount > 0 && !current
  const title = `${endpoint.name}\n${formatCount(endpoint.requestCount)} requests${unread ? `, ${formatCount(endpoint.unreadCount)} new` : ''}`
  return (
    <ContextMenu items={menu}>
      <li className={styles.row} data-current={current}>
        <button
          type="button"
          className={cx(styles.main, unread && styles.unread, !endpoint.enabled && styles.disabled)}
          aria-current={current || undefined}
          title={title}
          data-endpoint={endpoint.id}
          onClick={() => go({ endpointId: endpoint.id, requestId: null })}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={(event) => {
            if (event.key === 'F2') setRenaming(true)
          }}
        >
          <span
            className={cx(styles.dot, !endpoint.enabled && styles.off)}
            style={{ background: `var(--dot-${endpoint.color})` }}
          />
          <span className={styles.name}>{endpoint.name}</span>
          {!endpoint.enabled && <span className={styles.tag}>off</span>}
          <span className={styles.count}>
            {unread && (
              <span className={styles.fresh} role="img" aria-label={`${endpoint.unreadCount} new`} />
            )}
            {formatCountShort(endpoint.requestCount)}
          </span>
        </button>
        <span className={styles.actions}>
          {endpoint.url !== null && <CopyButton text={endpoint.url} label="Copy URL" />}
          <Menu items={menu} align="start">
            <IconButton size="small" label={`More for ${endpoint.name}`}>
              <Ellipsis />
            </IconButton>
          </Menu>
        </span>
      </li>
    </ContextMenu>
  )
}
