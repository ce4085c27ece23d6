/** The frameworks for which code samples are given. */
export const frameworks = [
  { id: 'express', title: 'Express', language: 'typescript' },
  { id: 'fastify', title: 'Fastify', language: 'typescript' },
  { id: 'nextjs', title: 'Next.js', language: 'typescript' },
  { id: 'hono', title: 'Hono', language: 'typescript' },
  { id: 'flask', title: 'Flask', language: 'python' },
  { id: 'django', title: 'Django', language: 'python' },
  { id: 'fastapi', title: 'FastAPI', language: 'python' },
  { id: 'laravel', title: 'Laravel', language: 'php' },
  { id: 'rails', title: 'Rails', language: 'ruby' },
  { id: 'go', title: 'Go net/http', language: 'go' },
  { id: 'spring', title: 'Spring', language: 'java' },
] as const
export type FrameworkId = (typeof frameworks)[number]['id']

/**
 * Code for one kind of fix in every framework. `{header}` stands for the signature header, `{variable}` for the
 * environment variable with the key, `{prefix}` for what stands in front of the signature, `{seconds}` for the window.
 * `isGenuine` is the check itself, which the verifier code gives.
 */
export type Samples = Record<FrameworkId, string>
