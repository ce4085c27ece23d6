export type {
  AnswerOutcome,
  BodyFile,
  Capture,
  CountedEndpoint,
  PlannedAnswer,
  Store,
  StoredBodyFile,
  StoredEndpoint,
} from './store.ts'
export { openStore, type StoreOptions } from './open-store.ts'
