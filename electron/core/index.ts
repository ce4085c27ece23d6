export { createCore, type Core, type CoreOptions } from './core.ts'
export type { Ports } from './context.ts'
