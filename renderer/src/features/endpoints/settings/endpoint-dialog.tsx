import type { Endpoint, EndpointSettings } from '#shared/domain/endpoint.ts'
import { useState } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { showPanels, usePanels } from '../../../state/panels.ts'
import { useEndpoint } from '../../../state/queries.ts'
import { queryClient } from '../../../state/query-client.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { TabPanel, Tabs } from '../../../ui/tabs.tsx'
import { AnswerTab } from '../answer/answer-tab.tsx'
import styles from './endpoint-dialog.module.css'
import { GeneralTab } from './general-tab.tsx'
import { HandshakesTab } from './handshakes-tab.tsx'
import { RetentionTab } from './retention-tab.tsx'
import type { TabProps } from './tab-props.ts'
import { SecretsTab } from '../secrets/secrets-tab.tsx'
import { signatureChanged } from '../signature/signature-actions.ts'
import { SignatureTab } from '../signature/signature-tab.tsx'

/** All settings of one endpoint. Nothing takes effect before it is saved, but secrets and a new address. */
export function EndpointDialog() {
  const id = usePanels((panels) => panels.endpointSettings)
  const endpoint = useEndpoint(id)
  if (endpoint === undefined) return null
  return <OpenDialog key={endpoint.id} endpoint={endpoint} />
}

function settingsOf({
  name,
  slug,
  color,
  enabled,
  answer,
  cors,
  handshakes,
  retention,
  signature,
}: Endpoint): EndpointSettings {
  return { name, slug, color, enabled, answer, cors, handshakes, retention, signature }
}

function OpenDialog({ endpoint }: { endpoint: Endpoint }) {
  const [start] = useState(() => settingsOf(endpoint))
  const [draft, setDraft] = useState(start)
  const [tab, setTab] = useState(() => usePanels.getState().endpointTab ?? 'answer')
  const [problem, setProblem] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const changed = JSON.stringify(draft) !== JSON.stringify(start)
  const close = (): void => showPanels({ endpointSettings: null, endpointTab: null })
  const save = async (): Promise<void> => {
    setSaving(true)
    setProblem(null)
    try {
      await call('endpoints.update', { id: endpoint.id, patch: draft })
      await queryClient.invalidateQueries({ queryKey: queryKeys.endpoints })
      if (JSON.stringify(draft.signature) !== JSON.stringify(start.signature))
        void signatureChanged(endpoint, draft.signature)
      close()
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      setSaving(false)
    }
  }
  const props: TabProps = {
    endpoint,
    draft,
    change: (patch) => setDraft((before) => ({ ...before, ...patch })),
  }
  return (
    <Dialog
      open
      width="wide"
      onOpenChange={close}
      title={endpoint.name}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" disabled={!changed || saving} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <Tabs
        className={styles.tabs}
        label="Endpoint settings"
        value={tab}
        onChange={setTab}
        items={[
          { value: 'answer', label: 'Answer' },
          { value: 'general', label: 'General' },
          { value: 'signature', label: 'Signature' },
          { value: 'handshakes', label: 'Handshakes' },
          { value: 'retention', label: 'Retention' },
          { value: 'secrets', label: 'Secrets' },
        ]}
      >
        <TabPanel value="answer" className={styles.panel}>
          <AnswerTab {...props} />
        </TabPanel>
        <TabPanel value="general" className={styles.panel}>
          <GeneralTab {...props} />
        </TabPanel>
        <TabPanel value="signature" className={styles.panel}>
          <SignatureTab {...props} />
        </TabPanel>
        <TabPanel value="handshakes" className={styles.panel}>
          <HandshakesTab {...props} onSecrets={() => setTab('secrets')} />
        </TabPanel>
        <TabPanel value="retention" className={styles.panel}>
          <RetentionTab {...props} />
        </TabPanel>
        <TabPanel value="secrets" className={styles.panel}>
          <SecretsTab endpoint={endpoint} />
        </TabPanel>
      </Tabs>
      {problem !== null && (
        <div className={styles.notice}>
          <Notice copy={problem}>{problem}</Notice>
        </div>
      )}
    </Dialog>
  )
}
