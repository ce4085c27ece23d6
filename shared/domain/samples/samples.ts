import { chatzuriDocsSamples, chatzuriSamples } from './chatzuri.ts'
import { codeSamples } from './code.ts'
import { messageSamples } from './messages.ts'
import { paymentSamples } from './payments.ts'
import type { Sample } from './types.ts'

/** Every ready event, in the order of the menu. */
export const samples: readonly Sample[] = [
  ...chatzuriSamples,
  ...paymentSamples,
  ...messageSamples,
  ...codeSamples,
  ...chatzuriDocsSamples,
]
