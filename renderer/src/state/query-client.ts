import { QueryClient } from '@tanstack/react-query'
import { CallError } from '../client/call-error.ts'

/** Answers of the host, kept until an event says that they changed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Pushed events invalidate; nothing grows stale by itself.
      staleTime: Infinity,
      gcTime: 60_000,
      refetchOnWindowFocus: false,
      // The host is on this machine: only a lost connection is worth another try.
      retry: (failures, error) => failures < 3 && error instanceof CallError && error.code === 'disconnected',
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
