import { compareBodies, type ComparedBody } from './compare-bodies.ts'

self.addEventListener('message', (event: MessageEvent<{ before: ComparedBody; after: ComparedBody }>) => {
  self.postMessage(compareBodies(event.data.before, event.data.after))
})
