import type { ReactNode } from 'react'
import { readCredentials, readJwt, type Credential, type Jwt } from '#shared/domain/jwt.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { prettyJsonText } from '../../../editor/document/json-pretty.ts'
import { bodyJson } from '../../../editor/monaco/body-json.ts'
import { MonacoView } from '../../../editor/viewers/monaco-view.tsx'
import { useNow } from '../../../state/now.ts'
import { Badge } from '../../../ui/badge.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { explainHeader } from '../headers/known-headers.ts'
import { isSignatureHeader } from '#shared/domain/secret-headers.ts'
import { Section } from '../section.tsx'
import styles from './auth.module.css'
import { SecretText } from './secret-text.tsx'

/** Headers that prove who sent the request. */
export function signatureHeaders(request: RequestDetail): [string, string][] {
  return request.headers.filter(([name]) => isSignatureHeader(name))
}

/** Whether there is anything to show. */
export function hasAuth(request: RequestDetail): boolean {
  return readCredentials(request.headers).length > 0 || signatureHeaders(request).length > 0
}

/** Who the sender says it is: credentials decoded, signatures listed. Everything stays on this machine. */
export function AuthTab({ request }: { request: RequestDetail }) {
  const credentials = readCredentials(request.headers)
  const signatures = signatureHeaders(request)
  return (
    <div className={styles.tab}>
      {credentials.map((credential, index) => (
        <CredentialView key={index} credential={credential} />
      ))}
      {signatures.length > 0 && (
        <Section title="Signatures" count={signatures.length}>
          <dl className={styles.facts}>
            {signatures.map(([name, value], index) => (
              <Fact key={index} name={<code>{name}</code>} hint={explainHeader(name)}>
                <span className={styles.plain}>{value}</span>
                <CopyButton text={value} label={`Copy ${name}`} />
              </Fact>
            ))}
          </dl>
        </Section>
      )}
      <p className={styles.foot}>
        Decoded in this window. Nothing is sent anywhere, and nothing is verified here.
      </p>
    </div>
  )
}

function Fact({ name, hint, children }: { name: ReactNode; hint?: string | null; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.line}>{children}</span>
        {hint != null && <span className={styles.hint}>{hint}</span>}
      </dd>
    </div>
  )
}

function CredentialView({ credential }: { credential: Credential }) {
  switch (credential.kind) {
    case 'basic':
      return (
        <Section title="Basic" count={credential.header}>
          <dl className={styles.facts}>
            <Fact name="User">
              <span className={styles.plain}>{credential.user === '' ? 'empty' : credential.user}</span>
              <CopyButton text={credential.user} label="Copy the user" />
            </Fact>
            <Fact name="Password">
              {credential.password === '' ? (
                <span className={styles.quiet}>empty</span>
              ) : (
                <SecretText value={credential.password} name="the password" />
              )}
            </Fact>
          </dl>
        </Section>
      )
    case 'bearer':
      return (
        <Section
          title={credential.jwt === null ? 'Bearer token' : 'Bearer token, a JWT'}
          count={credential.header}
        >
          <dl className={styles.facts}>
            <Fact name="Token">
              <SecretText value={credential.token} name="the token" />
            </Fact>
          </dl>
          {credential.jwt !== null && <JwtView jwt={credential.jwt} />}
        </Section>
      )
    case 'key':
      return (
        <Section title={credential.jwt === null ? 'Key' : 'JWT'} count={credential.header}>
          <dl className={styles.facts}>
            <Fact name="Value" hint={explainHeader(credential.header)}>
              <SecretText value={credential.value} name="the value" />
            </Fact>
          </dl>
          {credential.jwt !== null && <JwtView jwt={credential.jwt} />}
        </Section>
      )
    case 'cookies':
      return (
        <Section title="Cookies" count={credential.cookies.length}>
          <dl className={styles.facts}>
            {credential.cookies.map(([name, value], index) => (
              <Fact key={index} name={<code>{name === '' ? 'no name' : name}</code>}>
                <SecretText value={value} name={name === '' ? 'the cookie' : name} />
              </Fact>
            ))}
          </dl>
        </Section>
      )
    case 'digest':
    case 'other':
      return (
        <Section title={credential.scheme} count={credential.header}>
          <dl className={styles.facts}>
            <Fact name="Value">
              <SecretText value={credential.rest} name="the value" />
            </Fact>
          </dl>
        </Section>
      )
    case 'broken':
      return (
        <Section title="Can't be read" count={credential.header}>
          <p className={styles.problem}>{credential.problem}</p>
          <dl className={styles.facts}>
            <Fact name="Value">
              {credential.value === '' ? (
                <span className={styles.quiet}>empty</span>
              ) : (
                <SecretText value={credential.value} name="the value" />
              )}
            </Fact>
          </dl>
        </Section>
      )
  }
}

function JwtView({ jwt }: { jwt: Jwt }) {
  const now = useNow()
  const reading = readJwt(jwt, now)
  const algorithm = jwt.header['alg']
  return (
    <div className={styles.jwt}>
      <p className={styles.verdict}>
        <Badge tone={reading.attention ? 'red' : 'green'}>
          {reading.attention ? 'Attention' : 'Readable'}
        </Badge>
        {reading.verdict}
        {typeof algorithm === 'string' && <span className={styles.quiet}>Algorithm {algorithm}.</span>}
      </p>
      {reading.claims.length > 0 && (
        <dl className={styles.facts}>
          {reading.claims.map((claim) => (
            <Fact
              key={claim.name}
              name={
                <>
                  {claim.meaning} <code className={styles.claim}>{claim.name}</code>
                </>
              }
            >
              <span className={styles.words}>{claim.words}</span>
            </Fact>
          ))}
        </dl>
      )}
      <Part title="Header" text={jwt.headerText} />
      {jwt.payloadText !== null && <Part title="Payload" text={jwt.payloadText} />}
    </div>
  )
}

function Part({ title, text }: { title: string; text: string }) {
  const pretty = prettyJsonText(text) ?? text
  const lines = Math.min(20, pretty.split('\n').length)
  return (
    <div className={styles.part}>
      <div className={styles.partHead}>
        <h4>{title}</h4>
        <CopyButton text={pretty} label={`Copy the ${title.toLowerCase()}`} />
      </div>
      <div className={styles.code} style={{ height: lines * 20 + 12 }}>
        <MonacoView text={pretty} language={bodyJson} label={`${title} of the token`} wrap small />
      </div>
    </div>
  )
}
