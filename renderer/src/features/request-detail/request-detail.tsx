import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { parseContentType } from '#shared/domain/content-type.ts'
import { parseQuery } from '#shared/domain/form.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestDetail as Detail } from '#shared/domain/request.ts'
import '../../editor/syntax.css'
import { CallError, messageOf } from '../../client/call-error.ts'
import { useCommands } from '../../state/commands.ts'
import { useRequest } from '../../state/queries.ts'
import { go, useRoute } from '../../state/route.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { AnswerTab } from './answer/answer-tab.tsx'
import { AuthTab, hasAuth } from './auth/auth-tab.tsx'
import { BodyTab } from './body/body-tab.tsx'
import { DetailHeader } from './header/detail-header.tsx'
import { ProblemBanner } from './header/problem-banner.tsx'
import { HeadersTab } from './headers/headers-tab.tsx'
import { Note } from './note/note.tsx'
import { QueryTab } from './query/query-tab.tsx'
import styles from './request-detail.module.css'
import { useFormSource } from './query/use-form-source.ts'

/** A tab that another feature adds. */
export interface ExtraTab {
  readonly value: string
  readonly label: string
  /** The tab before which it stands; the end where left out. */
  readonly before?: string
  /** Whether there is anything to show for a request. */
  readonly fits: (request: Detail) => boolean
  readonly render: (request: Detail) => ReactNode
  /** What the header offers for it. */
  readonly action?: (request: Detail) => ReactNode
}

interface Tab {
  readonly value: string
  readonly label: string
  readonly count?: number | undefined
  /** Scrolls by itself: the panel must not. */
  readonly fills?: boolean
  readonly content: ReactNode
}

/** Everything about one captured request. */
export function RequestDetail({
  id,
  extraTabs = noTabs,
}: {
  id: RequestId
  extraTabs?: readonly ExtraTab[]
}) {
  const request = useRequest(id)
  if (request.data !== undefined) return <Loaded key={id} request={request.data} extraTabs={extraTabs} />
  if (!request.isError) return <div className={styles.detail} aria-busy="true" />
  if (request.error instanceof CallError && request.error.code === 'not-found') {
    return (
      <EmptyState title="This request is gone">
        It was deleted, or removed because the endpoint keeps only so many. Choose another one in the list.
      </EmptyState>
    )
  }
  return (
    <div className={styles.failure}>
      <Notice copy={messageOf(request.error)}>
        Request {id} could not be read: {messageOf(request.error)}
      </Notice>
    </div>
  )
}

const noTabs: readonly ExtraTab[] = []

function Loaded({ request, extraTabs }: { request: Detail; extraTabs: readonly ExtraTab[] }) {
  const [noteOpen, setNoteOpen] = useState(false)
  const tabs = useTabs(request, extraTabs)
  const wanted = useRoute((route) => route.detailTab)
  // The tab that was chosen last may have nothing to show here; it comes back with the next request that has it.
  const shown = tabs.find((tab) => tab.value === wanted) ?? tabs[0]
  const step = (by: number): void => {
    const at = tabs.findIndex((tab) => tab.value === shown?.value)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    if (next !== undefined) go({ detailTab: next.value })
  }
  useCommands([
    {
      id: 'detail.next-tab',
      title: 'Next tab of the request',
      group: 'View',
      keys: ['$mod+]'],
      quiet: true,
      run: () => step(1),
    },
    {
      id: 'detail.previous-tab',
      title: 'Previous tab of the request',
      group: 'View',
      keys: ['$mod+['],
      quiet: true,
      run: () => step(-1),
    },
    {
      id: 'detail.note',
      title: 'Write a note',
      group: 'Request',
      keys: ['t'],
      words: 'comment annotate',
      run: () => setNoteOpen(true),
    },
  ])
  const pane = useRef<HTMLElement>(null)
  const current = shown?.value
  useEffect(() => {
    // In a narrow pane the row of tabs scrolls; the chosen one must be seen.
    pane.current
      ?.querySelector('[role="tab"][data-state="active"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <section ref={pane} className={styles.detail} aria-label={`Request ${request.id}`}>
      <DetailHeader
        request={request}
        noteOpen={noteOpen}
        onNote={() => setNoteOpen(!noteOpen)}
        compare={extraTabs.map((tab) => tab.action?.(request))}
      />
      <Note request={request} editing={noteOpen} onEditing={setNoteOpen} />
      <ProblemBanner request={request} />
      <Tabs
        label="Parts of the request"
        className={styles.tabs ?? ''}
        items={tabs.map(({ value, label, count }) => ({ value, label, count }))}
        value={shown?.value ?? ''}
        onChange={(detailTab) => go({ detailTab })}
      >
        {shown !== undefined && (
          <TabPanel
            value={shown.value}
            className={shown.fills === true ? (styles.fills ?? '') : ''}
            tabIndex={-1}
          >
            {shown.content}
          </TabPanel>
        )}
      </Tabs>
    </section>
  )
}

/** The tabs that have something to show. */
function useTabs(request: Detail, extraTabs: readonly ExtraTab[]): Tab[] {
  const query = useMemo(() => parseQuery(request.target).fields, [request.target])
  const isForm =
    parseContentType(request.contentType).essence === 'application/x-www-form-urlencoded' &&
    request.bodySize > 0
  const form = useFormSource(request, isForm)
  const tabs: Tab[] = []
  if (request.bodySize > 0)
    tabs.push({ value: 'body', label: 'Body', fills: true, content: <BodyTab request={request} /> })
  const lines = request.headers.length + request.trailers.length
  if (lines > 0) {
    tabs.push({ value: 'headers', label: 'Headers', count: lines, content: <HeadersTab request={request} /> })
  }
  if (query.length > 0 || isForm) {
    tabs.push({
      value: 'query',
      label: isForm ? (query.length > 0 ? 'Query & form' : 'Form') : 'Query',
      count: query.length > 0 ? query.length : undefined,
      content: <QueryTab request={request} query={query} form={form} />,
    })
  }
  if (hasAuth(request)) tabs.push({ value: 'auth', label: 'Auth', content: <AuthTab request={request} /> })
  tabs.push({ value: 'answer', label: 'Answer', content: <AnswerTab request={request} /> })
  for (const extra of extraTabs) {
    if (!extra.fits(request)) continue
    const at = tabs.findIndex((tab) => tab.value === extra.before)
    tabs.splice(at === -1 ? tabs.length : at, 0, {
      value: extra.value,
      label: extra.label,
      fills: true,
      content: extra.render(request),
    })
  }
  return tabs
}
