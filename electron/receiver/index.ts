export { createReceiver } from './create-receiver.ts'
export type { JudgedRequest, Receiver, ReceiverAddress } from './receiver.ts'
