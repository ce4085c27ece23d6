export { createReceiver } from './create-receiver.ts'
export type { Receiver, ReceiverAddress, ReceiverDeps } from './receiver.ts'
