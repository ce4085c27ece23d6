import { ArchiveX, Layers, Plus } from 'lucide-react'
import { useEffect, type KeyboardEvent, type ReactNode } from 'react'
import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { useCommands } from '../../state/commands.ts'
import { showPanels, usePanels } from '../../state/panels.ts'
import { unmatchedId, useEndpoint, useEndpoints } from '../../state/queries.ts'
import { go, useRoute } from '../../state/route.ts'
import { cx } from '../../ui/cx.ts'
import { formatCount, formatCountShort } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { copyEndpointUrl, createEndpoint } from './endpoint-actions.ts'
import { EndpointRow } from './endpoint-row.tsx'
import styles from './endpoints-pane.module.css'
import { NameField } from './name-field.tsx'

/** All endpoints, with their live counts; one of them, or all, is listed beside. */
export function EndpointsPane() {
  const { data, error } = useEndpoints()
  const current = useRoute((route) => route.endpointId)
  const naming = usePanels((panels) => panels.newEndpoint)
  const own = (data ?? []).filter((endpoint) => endpoint.id !== unmatchedId)
  const unmatched = data?.find((endpoint) => endpoint.id === unmatchedId)
  const total = own.reduce((sum, endpoint) => sum + endpoint.requestCount, 0)
  useEndpointCommands()
  useMarkRead()
  return (
    <nav className={styles.pane} aria-label="Endpoints">
      <header className={styles.head}>
        <h2 className={styles.heading}>Endpoints</h2>
        <IconButton
          size="small"
          label="New endpoint"
          keys={['N']}
          onClick={() => showPanels({ newEndpoint: true })}
        >
          <Plus />
        </IconButton>
      </header>
      {error !== null && (
        <div className={styles.notice}>
          <Notice copy={messageOf(error)}>{messageOf(error)}</Notice>
        </div>
      )}
      <ul className={styles.list} onKeyDown={moveFocus}>
        <PlainRow
          icon={<Layers />}
          name="All requests"
          count={total}
          current={current === null}
          onChoose={() => go({ endpointId: null, requestId: null })}
        />
        {own.length > 0 && <li className={styles.separator} aria-hidden />}
        {own.map((endpoint) => (
          <EndpointRow key={endpoint.id} endpoint={endpoint} current={endpoint.id === current} />
        ))}
        {naming && (
          <li className={cx(styles.row, styles.edit)}>
            <NameField
              label="Name of the new endpoint"
              placeholder="Name, then Enter"
              onDone={(name) => {
                showPanels({ newEndpoint: false })
                if (name !== null) void createEndpoint(name)
              }}
            />
          </li>
        )}
        {unmatched && (unmatched.requestCount > 0 || current === unmatchedId) && (
          <>
            <li className={styles.separator} aria-hidden />
            <PlainRow
              icon={<ArchiveX />}
              name="Unmatched"
              title="Requests whose address named no endpoint: often a mistyped URL"
              count={unmatched.requestCount}
              unread={unmatched.unreadCount > 0 && current !== unmatchedId}
              current={current === unmatchedId}
              onChoose={() => go({ endpointId: unmatchedId, requestId: null })}
            />
          </>
        )}
      </ul>
    </nav>
  )
}

function PlainRow({
  icon,
  name,
  title,
  count,
  unread = false,
  current,
  onChoose,
}: {
  icon: ReactNode
  name: string
  title?: string
  count: number
  unread?: boolean
  current: boolean
  onChoose: () => void
}) {
  return (
    <li className={styles.row} data-current={current}>
      <button
        type="button"
        className={cx(styles.main, unread && styles.unread)}
        aria-current={current || undefined}
        title={title ?? `${formatCount(count)} requests`}
        onClick={onChoose}
      >
        <span className={styles.icon}>{icon}</span>
        <span className={styles.name}>{name}</span>
        <span className={styles.count}>
          {unread && <span className={styles.fresh} role="img" aria-label="new" />}
          {formatCountShort(count)}
        </span>
      </button>
    </li>
  )
}

/** Up and down go from endpoint to endpoint. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.target instanceof HTMLButtonElement)) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>(`.${styles.main ?? ''}`)]
  const next = rows[rows.indexOf(event.target) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
  next.click()
}

function useEndpointCommands(): void {
  const endpoints = (useEndpoints().data ?? []).filter((endpoint) => endpoint.id !== unmatchedId)
  const current = useRoute((route) => route.endpointId)
  const chosen = useEndpoint(current)
  const meant = chosen ?? endpoints[0]
  const ids = [null, ...endpoints.map((endpoint) => endpoint.id)]
  const step = (by: number): void => {
    const next = ids[(ids.indexOf(current) + by + ids.length) % ids.length]
    if (next !== undefined) go({ endpointId: next, requestId: null })
  }
  useCommands([
    {
      id: 'endpoint.create',
      title: 'New endpoint',
      group: 'Endpoint',
      keys: ['n'],
      words: 'add make',
      run: () => showPanels({ newEndpoint: true }),
    },
    {
      id: 'endpoint.copy-url',
      title: meant === undefined ? 'Copy the endpoint’s URL' : `Copy the URL of ${meant.name}`,
      group: 'Endpoint',
      keys: ['u'],
      words: 'address clipboard',
      disabled: meant?.url == null,
      run: () => {
        if (meant !== undefined) void copyEndpointUrl(meant)
      },
    },
    {
      id: 'endpoint.settings',
      title: meant === undefined ? 'Endpoint settings' : `Answer and settings of ${meant.name}`,
      group: 'Endpoint',
      keys: ['e'],
      words: 'response status cors retention secret',
      disabled: meant === undefined || meant.id === unmatchedId,
      run: () => showPanels({ endpointSettings: meant?.id ?? null }),
    },
    {
      id: 'endpoint.next',
      title: 'Next endpoint',
      group: 'Endpoint',
      keys: [']'],
      quiet: true,
      run: () => step(1),
    },
    {
      id: 'endpoint.previous',
      title: 'Previous endpoint',
      group: 'Endpoint',
      keys: ['['],
      quiet: true,
      run: () => step(-1),
    },
  ])
}

/** Who looks at an endpoint's list has seen what is new in it. */
function useMarkRead(): void {
  const endpoints = useEndpoints().data
  const current = useRoute((route) => route.endpointId)
  useEffect(() => {
    if (document.visibilityState !== 'visible') return
    for (const endpoint of endpoints ?? []) {
      const shown = current === null ? endpoint.id !== unmatchedId : endpoint.id === current
      // A failure only leaves a dot in place; the next change tries again.
      if (shown && endpoint.unreadCount > 0)
        call('endpoints.markRead', { id: endpoint.id }).catch(() => undefined)
    }
  }, [endpoints, current])
}
