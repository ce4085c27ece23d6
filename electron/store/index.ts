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
