import { useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { call } from '../client/host.ts'
import { RequestList, type ListView } from './request-list.ts'

/** The one list of requests in this window. */
export const requestList = new RequestList(call)

export function useListView(): ListView {
  return useSyncExternalStore(requestList.subscribe, requestList.getView)
}

interface LiveState {
  /** Paused by the user: the list stays still and counts what arrives. */
  readonly paused: boolean
  /** Scrolled away from the top: the same, until the user comes back. */
  readonly scrolled: boolean
}

export const useLive = create<LiveState>()(() => ({ paused: false, scrolled: false }))

useLive.subscribe(({ paused, scrolled }) => requestList.hold(paused || scrolled))
