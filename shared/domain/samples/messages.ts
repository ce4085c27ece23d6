import { defineSample } from './define.ts'
import type { Sample } from './types.ts'

const group = 'Messages and mail'

export const messageSamples: readonly Sample[] = [
  defineSample({
    name: 'whatsapp.messages.text',
    title: 'WhatsApp Cloud API: inbound message',
    group,
    description: 'A text message as Meta delivers it: compact JSON, accents and slashes escaped.',
    scheme: 'meta',
    headers: () => [
      ['Accept', '*/*'],
      ['User-Agent', 'facebookexternalua'],
    ],
    content: (fresh) => ({
      spelling: 'escaped',
      json: {
        object: 'whatsapp_business_account',
        entry: [
          {
            id: fresh.digits(15),
            changes: [
              {
                value: {
                  messaging_product: 'whatsapp',
                  metadata: { display_phone_number: '15550783881', phone_number_id: fresh.digits(15) },
                  contacts: [{ profile: { name: 'Zoë Kerr' }, wa_id: '16505551234' }],
                  messages: [
                    {
                      from: '16505551234',
                      id: `wamid.${fresh.letters(40)}`,
                      timestamp: String(fresh.seconds),
                      text: { body: 'Do you ship to Málaga? 🙂' },
                      type: 'text',
                    },
                  ],
                },
                field: 'messages',
              },
            ],
          },
        ],
      },
    }),
  }),
  defineSample({
    name: 'mailgun.inbound',
    title: 'Mailgun: inbound reply',
    group,
    description:
      'A customer’s reply as a Mailgun route forwards it: a multipart form. The signature field is a stand-in unless the sample is signed.',
    scheme: 'mailgun',
    content: (fresh) => ({
      multipart: [
        ['recipient', 'support@mg.example.com'],
        ['sender', 'sarah@acme.com'],
        ['subject', 'Re: Your order 1042'],
        ['from', 'Sarah Miller <sarah@acme.com>'],
        ['Message-Id', `<${fresh.letters(20)}@mail.acme.com>`],
        ['In-Reply-To', '<order-1042@mg.example.com>'],
        ['Date', new Date(fresh.now).toUTCString().replace('GMT', '+0000')],
        [
          'body-plain',
          'Thanks, that works for me.\r\n\r\nOn Monday, Support wrote:\r\n> Would Thursday suit you?\r\n',
        ],
        ['stripped-text', 'Thanks, that works for me.'],
        ['stripped-signature', ''],
        ['body-html', '<html><body><p>Thanks, that works for me.</p></body></html>'],
        ['attachment-count', '0'],
        [
          'message-headers',
          JSON.stringify([
            ['Subject', 'Re: Your order 1042'],
            ['Mime-Version', '1.0'],
          ]),
        ],
        ['timestamp', String(fresh.seconds)],
        ['token', fresh.hex(50)],
        ['signature', '0'.repeat(64)],
      ],
    }),
  }),
  defineSample({
    name: 'twilio.sms',
    title: 'Twilio: inbound SMS',
    group,
    description: 'An incoming message as Twilio posts it: an urlencoded form.',
    scheme: 'twilio',
    headers: (fresh) => [
      ['User-Agent', 'TwilioProxy/1.1'],
      ['Accept', '*/*'],
      ['I-Twilio-Idempotency-Token', fresh.uuid()],
    ],
    contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
    content: (fresh) => {
      const sid = `SM${fresh.hex(32)}`
      return {
        form: [
          ['ToCountry', 'US'],
          ['ToState', 'CA'],
          ['SmsMessageSid', sid],
          ['NumMedia', '0'],
          ['FromZip', ''],
          ['SmsSid', sid],
          ['SmsStatus', 'received'],
          ['Body', 'Yes & please call me back + confirm'],
          ['FromCountry', 'US'],
          ['To', '+15005550006'],
          ['NumSegments', '1'],
          ['MessageSid', sid],
          ['AccountSid', `AC${fresh.hex(32)}`],
          ['From', '+14155551234'],
          ['ApiVersion', '2010-04-01'],
        ],
      }
    },
  }),
  defineSample({
    name: 'slack.app_mention',
    title: 'Slack: app mentioned',
    group,
    description: 'An Events API callback of type app_mention.',
    scheme: 'slack',
    headers: () => [
      ['Accept', '*/*'],
      ['User-Agent', 'Slackbot 1.0 (+https://api.slack.com/robots)'],
    ],
    content: (fresh) => ({
      json: {
        token: fresh.letters(24),
        team_id: 'T061EG9R6',
        api_app_id: 'A0PNCHHK2',
        event: {
          type: 'app_mention',
          user: 'U061F7AUR',
          text: '<@U0LAN0Z89> is the deploy done?',
          ts: `${fresh.seconds}.000200`,
          channel: 'C0LAN2Q65',
          event_ts: `${fresh.seconds}.000200`,
        },
        type: 'event_callback',
        event_id: `Ev${fresh.letters(9).toUpperCase()}`,
        event_time: fresh.seconds,
        authorizations: [{ team_id: 'T061EG9R6', user_id: 'U0LAN0Z89', is_bot: true }],
      },
    }),
  }),
]
