import { QueryClientProvider } from '@tanstack/react-query'
import { queryClient } from '../state/query-client.ts'
import { useTheme } from '../state/theme.ts'
import { Toasts } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Shell } from './shell.tsx'

export function App() {
  const theme = useTheme((state) => state.resolved)
  return (
    <ErrorBoundary part="The window">
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>
          <Shell />
          <Toasts theme={theme} />
        </TooltipProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}
