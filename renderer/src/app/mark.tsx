/** Hookbench's sign: a hook that catches a dot. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <path
        d="M15.5 3.5v9.75a5.25 5.25 0 1 1-10.5 0V12"
        stroke="currentColor"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
      <path
        d="M5 12l-2.25 2.5M5 12l2.5 2.25"
        stroke="currentColor"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
      <circle cx="15.5" cy="3.5" r="0.01" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" />
      <circle cx="19.5" cy="17.5" r="2.25" fill="currentColor" />
    </svg>
  )
}
