import { buffersOf, Engine, type EngineCall } from './engine.ts'

/** One worker holds one document. It ends with the view that shows it. */
const engine = new Engine()

self.addEventListener('message', (event: MessageEvent<EngineCall>) => {
  const call = event.data
  try {
    for (const reply of engine.handle(call)) self.postMessage(reply, { transfer: buffersOf(reply) })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    self.postMessage({ type: 'failed', call: 'call' in call ? call.call : 0, message })
  }
})
