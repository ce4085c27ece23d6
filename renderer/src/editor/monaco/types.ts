import type * as monaco from 'monaco-editor/editor'

/** Monaco's programming interface, without loading it. */
export type Monaco = typeof monaco
