import type { JsonChange } from '#shared/domain/json-diff.ts'
import type { JsonPath } from '#shared/domain/json-path.ts'

/** A place in a document at or below which something differs. */
export interface ChangeNode {
  /** Steps from the node above; several where nothing else differs between. */
  segments: (string | number)[]
  changes: JsonChange[]
  children: ChangeNode[]
}

/** More than this is not laid out as a tree: it would be a list anyway. */
const maxChanges = 2_000

/** Puts changes at their places; chains of single steps become one node. */
export function buildTree(changes: readonly JsonChange[]): ChangeNode {
  const root: ChangeNode = { segments: [], changes: [], children: [] }
  const index = new Map<ChangeNode, Map<string | number, ChangeNode>>()
  for (const change of changes.slice(0, maxChanges)) {
    const path: JsonPath = change.kind === 'removed' ? change.before.path : change.after.path
    let node = root
    for (const segment of path) {
      const below = index.get(node) ?? new Map<string | number, ChangeNode>()
      index.set(node, below)
      let next = below.get(segment)
      if (next === undefined) {
        next = { segments: [segment], changes: [], children: [] }
        below.set(segment, next)
        node.children.push(next)
      }
      node = next
    }
    node.changes.push(change)
  }
  for (const child of root.children) joinChains(child)
  return root
}

function joinChains(node: ChangeNode): void {
  for (;;) {
    const [only] = node.children
    if (node.changes.length > 0 || node.children.length !== 1 || only === undefined) break
    node.segments = [...node.segments, ...only.segments]
    node.changes = only.changes
    node.children = only.children
  }
  for (const child of node.children) joinChains(child)
}
