import type { HandshakeKind } from '#shared/domain/endpoint.ts'
import { Button } from '../../../ui/button.tsx'
import { FormSection } from '../../../ui/form.tsx'
import { SwitchRow } from '../../../ui/switch.tsx'
import type { TabProps } from './tab-props.ts'

const handshakes: readonly { kind: HandshakeKind; label: string; hint: string }[] = [
  {
    kind: 'meta',
    label: 'Meta: WhatsApp, Messenger, Instagram',
    hint: 'GET with hub.challenge is echoed. With a Meta verify token under Secrets, only if the token is right.',
  },
  { kind: 'slack', label: 'Slack', hint: 'url_verification is answered with its challenge.' },
  {
    kind: 'zoom',
    label: 'Zoom',
    hint: 'endpoint.url_validation is answered with the encrypted token. It needs the Zoom secret token under Secrets.',
  },
  {
    kind: 'microsoft-graph',
    label: 'Microsoft Graph',
    hint: 'A validationToken in the query is echoed as plain text.',
  },
]

/** Which providers' handshakes are answered by themselves. */
export function HandshakesTab({ draft, change, onSecrets }: TabProps & { onSecrets: () => void }) {
  return (
    <FormSection
      title="Answered for you"
      text="Providers check that an address is yours before they send to it. These checks get the right reply instead of the endpoint’s own answer; they are captured like any request."
    >
      {handshakes.map(({ kind, label, hint }) => (
        <SwitchRow
          key={kind}
          label={label}
          hint={hint}
          checked={draft.handshakes.includes(kind)}
          onChange={(on) =>
            change({
              handshakes: on ? [...draft.handshakes, kind] : draft.handshakes.filter((each) => each !== kind),
            })
          }
        />
      ))}
      <div>
        <Button size="small" onClick={onSecrets}>
          Verify tokens and secrets
        </Button>
      </div>
    </FormSection>
  )
}
