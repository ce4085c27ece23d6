export { createReceiver } from './create-receiver.ts'
export type { Receiver, ReceiverAddress } from './receiver.ts'
