import type { JsonChange } from '#shared/domain/json-diff.ts'
import styles from '../compare.module.css'
import { KindMark } from '../kind-mark.tsx'
import { formatJsonPath } from '#shared/domain/json-path.ts'
import { buildTree, type ChangeNode } from './build-tree.ts'
import { Values } from './values.tsx'

/** The differences where they stand in the document; what is the same is left out. */
export function ChangeTree({
  changes,
  before,
  after,
}: {
  changes: readonly JsonChange[]
  before: string
  after: string
}) {
  const root = buildTree(changes)
  if (changes.length === 0)
    return <p className={styles.message}>No difference in meaning. Text shows the rest.</p>
  return (
    <div className={styles.scroll}>
      <ul className={styles.tree} aria-label="Differences in the document">
        <Node node={root} before={before} after={after} />
      </ul>
    </div>
  )
}

function Node({ node, before, after }: { node: ChangeNode; before: string; after: string }) {
  return (
    <li>
      <div className={styles.node}>
        <span className={styles.nodeName}>
          {node.segments.length === 0 ? 'document' : formatJsonPath(node.segments)}
        </span>
        {node.changes.map((change, index) => (
          <span key={index} className={styles.nodeChange}>
            <KindMark kind={change.kind} />
            {change.kind === 'moved' && (
              <span className={styles.what}>from {formatJsonPath(change.before.path) || 'the top'}</span>
            )}
            <Values change={change} before={before} after={after} />
          </span>
        ))}
      </div>
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child, index) => (
            <Node key={index} node={child} before={before} after={after} />
          ))}
        </ul>
      )}
    </li>
  )
}
