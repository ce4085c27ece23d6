import type { SignatureDiagnosis } from '#shared/domain/signature.ts'
import { Select } from '../../../ui/select.tsx'
import { CodeBlock } from '../code/code-block.tsx'
import { frameworkTitle, pickFramework, sampleFor, sortedSamples, useFramework } from '../code/frameworks.ts'
import styles from './diagnosis.module.css'

/** The fix as code, in the reader's own framework; which one that is, is remembered. */
export function Samples({ samples }: { samples: SignatureDiagnosis['samples'] }) {
  const framework = useFramework((state) => state.framework)
  const sorted = sortedSamples(samples)
  const shown = sampleFor(sorted, framework)
  if (shown === undefined) return null
  return (
    <CodeBlock
      code={shown.code}
      language={shown.language}
      label={`Sample for ${frameworkTitle(shown.framework)}`}
    >
      <Select
        aria-label="Framework of the sample"
        className={styles.framework}
        value={shown.framework}
        onChange={pickFramework}
        options={sorted.map((sample) => ({
          value: sample.framework,
          label: frameworkTitle(sample.framework),
        }))}
      />
    </CodeBlock>
  )
}
