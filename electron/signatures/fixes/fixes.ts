import type { DiagnosisCode, SchemeDefinition } from '../types.ts'
import type { CodeSample } from '../diagnose/diagnosis.ts'

export function fixFor(
  code: DiagnosisCode,
  scheme: SchemeDefinition,
): { fix: string; samples: CodeSample[] } {
  return { fix: `${code} ${scheme.id}`, samples: [] }
}
