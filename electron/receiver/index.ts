export type { Receiver, ReceiverAddress, ReceiverDeps } from './receiver.ts'
