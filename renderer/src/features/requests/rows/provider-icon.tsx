import type { Provider } from '#shared/domain/request.ts'
import { providerTiles } from './provider-tiles.ts'
import styles from './request-row.module.css'

/** A small tile with a provider's letters; nothing for an unknown sender. */
export function ProviderIcon({ provider }: { provider: Provider }) {
  if (provider === 'generic') return <span className={styles.noProvider} />
  const [name, letters, color] = providerTiles[provider]
  return (
    <svg className={styles.provider} viewBox="0 0 16 16" role="img" aria-label={name}>
      <title>{name}</title>
      <rect width="16" height="16" rx="4" fill={color} />
      <text
        x="8"
        y="11.4"
        textAnchor="middle"
        fill="#fff"
        fontSize={letters.length === 1 ? 10 : 8.5}
        fontWeight="650"
        aria-hidden
      >
        {letters}
      </text>
    </svg>
  )
}
