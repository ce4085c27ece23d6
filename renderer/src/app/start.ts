import { call, host } from '../client/host.ts'
import { followHost } from '../state/live.ts'
import { queryClient } from '../state/query-client.ts'
import { queryKeys } from '../state/query-keys.ts'
import { requestList } from '../state/list.ts'
import { followAddress, useRoute, type Route } from '../state/route.ts'
import { followTheme, showTheme } from '../state/theme.ts'

/** Connects the window: theme, address, host. Once, before the first render. */
export function start(): void {
  followTheme()
  followAddress()
  host()
  followHost()

  const openList = ({ endpointId, filter }: Route): void => requestList.open({ endpointId, filter })
  openList(useRoute.getState())
  useRoute.subscribe((route, before) => {
    if (route.endpointId !== before.endpointId || route.filter !== before.filter) openList(route)
  })

  call('settings.get', {}).then(
    (settings) => {
      queryClient.setQueryData(queryKeys.settings, settings)
      showTheme(settings.theme)
    },
    // Without an answer the remembered theme stays; the banner says that the host is away.
    () => undefined,
  )
}
