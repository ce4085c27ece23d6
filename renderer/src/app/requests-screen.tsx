import type { RequestId } from '#shared/domain/ids.ts'
import { lazy, Suspense, useDeferredValue } from 'react'
import { MousePointerClick } from 'lucide-react'
import { Group, Panel, Separator, type Layout } from 'react-resizable-panels'
import { EndpointsPane } from '../features/endpoints/endpoints-pane.tsx'
import { RequestsPane } from '../features/requests/requests-pane.tsx'
import { FirstRun } from '../features/requests/first-run.tsx'
import { useListEmpty } from '../features/requests/use-list-empty.ts'
import { useVerificationCommands } from '../features/signature/progress/use-verification-commands.ts'
import { SampleMenu } from '../features/samples/sample-menu.tsx'
import { useRoute } from '../state/route.ts'
import { remember, remembered } from '../state/storage.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { ListMenu } from './list-menu.tsx'
import styles from './requests-screen.module.css'

const RequestDetail = lazy(async () => {
  const [detail, signature, compare] = await Promise.all([
    import('../features/request-detail/request-detail.tsx'),
    import('../features/signature/signature-tab.tsx'),
    import('../features/compare/compare-tab.tsx'),
  ])
  const extraTabs = [signature.signatureTab, compare.compareTab]
  const { RequestDetail: Detail } = detail
  return {
    default: ({ id }: { id: RequestId }) => <Detail id={id} extraTabs={extraTabs} />,
  }
})

const isLayout = (value: unknown): value is Layout =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((size) => typeof size === 'number')

function rememberedLayout(name: string) {
  const layout = remembered(`panes.${name}`, isLayout)
  return {
    ...(layout === null ? {} : { defaultLayout: layout }),
    onLayoutChanged: (next: Layout) => remember(`panes.${name}`, next),
  }
}

/** Endpoints, list, detail; or, while there is nothing to list, how to get a first request. */
export function RequestsScreen() {
  const empty = useListEmpty()
  return (
    <Group className={styles.group} {...rememberedLayout('outer')}>
      <Panel
        id="endpoints"
        defaultSize={220}
        minSize={168}
        maxSize={360}
        groupResizeBehavior="preserve-pixel-size"
      >
        <div className={styles.side}>
          <EndpointsPane />
        </div>
      </Panel>
      <Separator className={styles.separator} aria-label="Width of the endpoints" />
      <Panel id="main" minSize={600}>
        {empty ? <FirstRun samples={<SampleMenu />} /> : <ListAndDetail />}
      </Panel>
    </Group>
  )
}

function ListAndDetail() {
  useVerificationCommands()
  return (
    <Group className={styles.group} {...rememberedLayout('inner')}>
      <Panel id="list" defaultSize="54%" minSize={320}>
        <div className={styles.pane}>
          <RequestsPane
            samples={
              <>
                <SampleMenu size="small" />
                <ListMenu />
              </>
            }
          />
        </div>
      </Panel>
      <Separator className={styles.separator} aria-label="Width of the list" />
      <Panel id="detail" minSize={280}>
        <div className={styles.pane} data-pane="detail" tabIndex={-1}>
          <Detail />
        </div>
      </Panel>
    </Group>
  )
}

function Detail() {
  // Going through the list with a key held down must not wait for each detail on the way.
  const id = useDeferredValue(useRoute((route) => route.requestId))
  if (id === null) {
    return (
      <EmptyState icon={<MousePointerClick />} title="No request is open">
        Choose one in the list, or go through it with <Kbd>J</Kbd> and <Kbd>K</Kbd>.
      </EmptyState>
    )
  }
  return (
    <ErrorBoundary part="The detail of this request" resetKey={id}>
      <Suspense fallback={null}>
        <RequestDetail id={id} />
      </Suspense>
    </ErrorBoundary>
  )
}
