import type { Endpoint } from '#shared/domain/endpoint.ts'
import { pathsOfTarget } from '#shared/domain/filter/ast.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command as Cmdk } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useDeferredValue, useEffect, useRef, useState, type ReactNode } from 'react'
import { call } from '../../client/host.ts'
import { commandsOf, useRegistry, type Command } from '../../state/commands.ts'
import { shownKeys } from '../../state/keys.ts'
import { showPanels, usePanels } from '../../state/panels.ts'
import { unmatchedId, useEndpoints } from '../../state/queries.ts'
import { queryKeys } from '../../state/query-keys.ts'
import { go, openRequest } from '../../state/route.ts'
import { MethodChip } from '../../ui/badge.tsx'
import { formatAgo } from '../../ui/format.ts'
import { Keys } from '../../ui/kbd.tsx'
import { useNow } from '../../state/now.ts'
import styles from './palette.module.css'
import { score } from './score.ts'

const groups: readonly Command['group'][] = ['Request', 'List', 'Endpoint', 'Go to', 'View', 'Receiver']

/** Every command, endpoint and request by its name. */
export function Palette() {
  const open = usePanels((panels) => panels.palette)
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showPanels({ palette: next })}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.content} aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Command palette</Dialog.Title>
          <PaletteBody />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function close(): void {
  showPanels({ palette: false })
}

function PaletteBody() {
  const [search, setSearch] = useState('')
  const commands = commandsOf(useRegistry()).filter(
    ({ quiet, disabled }) => quiet !== true && disabled !== true,
  )
  const endpoints = useEndpoints().data ?? []
  const found = useFoundRequests(search)
  const list = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState('')
  useEffect(() => {
    // Entries that come later are not chosen by themselves: without one, Enter would do nothing.
    if (list.current?.querySelector('[cmdk-item][data-selected="true"]') !== null) return
    setChosen(list.current.querySelector('[cmdk-item]')?.getAttribute('data-value') ?? '')
  }, [found])
  const run = (work: () => void): void => {
    close()
    // The dialog gives the focus back first, so that a command that moves it has the last word.
    setTimeout(work)
  }
  return (
    <Cmdk label="Commands" loop filter={score} value={chosen} onValueChange={setChosen}>
      <div className={styles.field}>
        <Search aria-hidden />
        <Cmdk.Input
          className={styles.input}
          placeholder="Find a command, an endpoint or a request…"
          value={search}
          onValueChange={setSearch}
        />
      </div>
      <Cmdk.List ref={list} className={styles.list}>
        {found.length === 0 && <Cmdk.Empty className={styles.empty}>Nothing fits “{search}”.</Cmdk.Empty>}
        {groups.map((group) => (
          <CommandGroup
            key={group}
            heading={group}
            commands={commands.filter((item) => item.group === group)}
            run={run}
          />
        ))}
        <Cmdk.Group heading="Endpoints">
          {endpoints.map((endpoint) => (
            <EndpointItem key={endpoint.id} endpoint={endpoint} run={run} />
          ))}
        </Cmdk.Group>
        <FoundRequests items={found} endpoints={endpoints} run={run} />
      </Cmdk.List>
    </Cmdk>
  )
}

type Run = (work: () => void) => void

function CommandGroup({ heading, commands, run }: { heading: string; commands: Command[]; run: Run }) {
  if (commands.length === 0) return null
  return (
    <Cmdk.Group heading={heading}>
      {commands.map((command) => (
        <Item
          key={command.id}
          value={`${command.title} ${command.id}`}
          keywords={[command.words ?? '', heading]}
          onSelect={() => run(command.run)}
        >
          <span className={styles.label}>{command.title}</span>
          {command.keys?.[0] !== undefined && <Keys keys={shownKeys(command.keys[0])} />}
        </Item>
      ))}
    </Cmdk.Group>
  )
}

function EndpointItem({ endpoint, run }: { endpoint: Endpoint; run: Run }) {
  return (
    <Item
      value={`${endpoint.name} ${endpoint.id}`}
      keywords={['endpoint', endpoint.slug ?? '']}
      onSelect={() => run(() => go({ screen: 'requests', endpointId: endpoint.id, requestId: null }))}
    >
      <span className={styles.dot} style={{ background: `var(--dot-${endpoint.color})` }} />
      <span className={styles.label}>{endpoint.name}</span>
      <span className={styles.hint}>Endpoint</span>
    </Item>
  )
}

/** The newest requests that hold what was typed, as a plain word. */
function useFoundRequests(search: string): readonly RequestSummary[] {
  const words = useDeferredValue(search.trim())
  const found = useQuery({
    queryKey: [...queryKeys.requests, 'found', words],
    enabled: words.length >= 2,
    placeholderData: keepPreviousData,
    gcTime: 5_000,
    queryFn: async ({ signal }) => {
      const quoted = `"${words.replaceAll(/["\\]/g, '\\$&')}"`
      return (await call('requests.list', { filter: quoted, limit: 6 }, { signal })).items
    },
  })
  return words.length >= 2 ? (found.data ?? none) : none
}

const none: readonly RequestSummary[] = []

function dotOf(item: RequestSummary, endpoints: readonly Endpoint[]): string {
  const endpoint = endpoints.find((each) => each.id === item.endpointId)
  return endpoint === undefined ? 'transparent' : `var(--dot-${endpoint.color})`
}

function FoundRequests({
  items,
  endpoints,
  run,
}: {
  items: readonly RequestSummary[]
  endpoints: readonly Endpoint[]
  run: Run
}) {
  const now = useNow()
  if (items.length === 0) return null
  return (
    <Cmdk.Group heading="Requests" forceMount>
      {items.map((item) => (
        <Item
          key={item.id}
          value={`request ${item.id}`}
          forceMount
          onSelect={() => run(() => openRequest(item.id))}
        >
          <span className={styles.dot} style={{ background: dotOf(item, endpoints) }} />
          <MethodChip method={item.method} />
          <span className={styles.label}>
            <span className={styles.mono}>
              {item.endpointId === unmatchedId ? item.target : pathsOfTarget(item.target)[1]}
            </span>
          </span>
          <span className={styles.hint}>
            {item.event ?? item.summary} {formatAgo(item.receivedAt, now)}
          </span>
        </Item>
      ))}
    </Cmdk.Group>
  )
}

function Item(props: {
  value: string
  keywords?: string[]
  forceMount?: boolean
  onSelect: () => void
  children: ReactNode
}) {
  return <Cmdk.Item className={styles.item} {...props} />
}
