import type { SampleInfo } from '#shared/domain/sample.ts'
import type { EndpointId } from '#shared/domain/ids.ts'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../client/host.ts'
import { messageOf } from '../../client/call-error.ts'
import { useCommands } from '../../state/commands.ts'
import { showPanels, usePanels } from '../../state/panels.ts'
import { unmatchedId, useEndpoints, useSamples } from '../../state/queries.ts'
import { openRequest, useRoute } from '../../state/route.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Spinner } from '../../ui/progress.tsx'
import { say, sayError } from '../../ui/toast.tsx'

function sampleEntries(samples: readonly SampleInfo[], send: (sample: SampleInfo) => void): MenuEntry[] {
  const groups = [...new Set(samples.map((sample) => sample.group))]
  return groups.map((group) => ({
    kind: 'submenu',
    label: group,
    items: samples
      .filter((sample) => sample.group === group)
      .map((sample) => ({ label: sample.title, hint: sample.description, onSelect: () => send(sample) })),
  }))
}

/** The endpoint that samples go to: the chosen one, or the first. */
function useTarget(): { id: EndpointId; name: string } | undefined {
  const chosen = useRoute((route) => route.endpointId)
  const endpoints = (useEndpoints().data ?? []).filter((endpoint) => endpoint.id !== unmatchedId)
  return (
    endpoints.find((endpoint) => endpoint.id === chosen) ??
    endpoints.find((endpoint) => endpoint.enabled) ??
    endpoints[0]
  )
}

/** A menu of ready events that are really sent over HTTP to an endpoint. */
export function SampleMenu({ size = 'medium' }: { size?: 'small' | 'medium' }) {
  const samples = useSamples().data ?? []
  const target = useTarget()
  const open = usePanels((panels) => panels.samples)
  const [sending, setSending] = useState(false)
  const send = async (sample: SampleInfo): Promise<void> => {
    if (target === undefined) return
    setSending(true)
    try {
      const { status, ms, requestId } = await call('samples.send', {
        name: sample.name,
        to: { endpointId: target.id },
      })
      say(`Sent “${sample.title}” to ${target.name}`, {
        description: `Answered with ${status} after ${Math.round(ms)} ms.`,
      })
      if (requestId !== null && useRoute.getState().requestId === null) openRequest(requestId)
    } catch (error) {
      sayError(`“${sample.title}” could not be sent.`, messageOf(error))
    } finally {
      setSending(false)
    }
  }
  useCommands([
    {
      id: 'sample.send',
      title: 'Send a sample…',
      group: 'Endpoint',
      keys: ['$mod+Shift+s'],
      words: 'test event example',
      disabled: target === undefined || samples.length === 0,
      run: () => showPanels({ samples: true }),
    },
  ])
  return (
    <Menu
      align="end"
      open={open}
      onOpenChange={(next) => showPanels({ samples: next })}
      items={[
        ...(target === undefined ? [] : [{ kind: 'label' as const, label: `To ${target.name}` }]),
        ...sampleEntries(samples, (sample) => void send(sample)),
      ]}
    >
      <Button size={size} disabled={target === undefined || samples.length === 0 || sending}>
        {sending ? <Spinner label="Sending" /> : <Send />}
        Send a sample
      </Button>
    </Menu>
  )
}
