import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { CopyTextButton } from '../ui/copy-button.tsx'
import styles from './error-boundary.module.css'

interface Props {
  /** What failed, for the message: `The detail pane`. */
  part: string
  /** A change of it gives the part another try. */
  resetKey?: unknown
  children: ReactNode
}

interface State {
  error: Error | null
  where: string
  resetKey: unknown
}

/** A part that threw says so in its own place; the rest of the window goes on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, where: '', resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, where: '', resetKey: props.resetKey }
  }

  override componentDidCatch(_error: Error, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? '' })
  }

  override render(): ReactNode {
    const { error, where } = this.state
    if (error === null) return this.props.children
    return (
      <div className={styles.crash} role="alert">
        <h2 className={styles.title}>{this.props.part} stopped working</h2>
        <p className={styles.text}>
          Your captured requests are safe: they are kept by the part of Hookbench that is still running. Try
          again; if it comes back, copy the details into a bug report.
        </p>
        <pre className={styles.details}>{error.message}</pre>
        <div className={styles.actions}>
          <Button variant="primary" onClick={() => this.setState({ error: null, where: '' })}>
            Try again
          </Button>
          <CopyTextButton text={`${error.stack ?? error.message}\n${where}`}>Copy details</CopyTextButton>
        </div>
      </div>
    )
  }
}
