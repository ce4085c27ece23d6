import type { Call } from '#shared/contract/contract.ts'
import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { hasCode, messageOf } from '../client/call-error.ts'
import { pageSize, RequestPages } from './request-pages.ts'

/** Which requests are listed. */
export interface ListQuery {
  /** null: all but Unmatched. */
  readonly endpointId: EndpointId | null
  readonly filter: string
}

/** What the list shows at one moment; a new object for each change. */
export interface ListView {
  readonly state: 'loading' | 'ready' | 'failed'
  /** Rows in the list, loaded or not. */
  readonly total: number
  /** Arrived but not shown, because the list is held still. */
  readonly waiting: number
  readonly error: string | null
  /** Grows with each change of rows. */
  readonly version: number
}

/** Most new rows that are put on top one by one; beyond it the list is read afresh. */
const maxAbsorbed = 1_000
/** Shortest time between two looks for what is new, milliseconds. */
const liveInterval = 120
/** How often the waiting are counted while a filter is set, milliseconds. */
const countInterval = 800
/** Time in which several deletions become one new reading, milliseconds; longer where nothing on screen is concerned. */
const reloadDelay = 150
const lazyReloadDelay = 2_000

type Timer = ReturnType<typeof setTimeout>

/**
 * The list of requests: a sparse cache of pages below a snapshot (`upTo`), new rows put on top as they arrive, or only
 * counted while the list is held. The position of a row is its offset below the snapshot, so that any part of a
 * million rows is one call away.
 */
export class RequestList {
  private pages = new RequestPages()
  private view: ListView = { state: 'loading', total: 0, waiting: 0, error: null, version: 0 }
  private readonly listeners = new Set<() => void>()
  private query: ListQuery = { endpointId: null, filter: '' }
  /** Newest id that the rows account for. */
  private upTo = 0
  private held = false
  private range = { first: 0, last: pageSize }
  /** Grows when positions may have changed under a page that is on its way. */
  private epoch = 0
  private readonly fetching = new Map<number, AbortController>()
  /** Rows that were pushed and are not yet in the list, oldest first; null when some were left out. */
  private pushed: RequestSummary[] | null = []
  private liveTimer: Timer | null = null
  private looking = false
  private reloadTimer: Timer | null = null
  private reloadAt = 0
  private control = new AbortController()
  private readonly call: Call

  constructor(call: Call) {
    this.call = call
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getView = (): ListView => this.view

  /** The row at a position; undefined while it is not loaded. */
  at(position: number): RequestSummary | undefined {
    return this.pages.at(position)
  }

  /** A name for the row at a position that stays while rows arrive. */
  keyAt(position: number): number {
    return this.pages.keyAt(position)
  }

  /** The loaded ones of the rows on screen. */
  visible(): RequestSummary[] {
    const rows: RequestSummary[] = []
    for (let position = this.range.first; position <= this.range.last; position += 1) {
      const row = this.at(position)
      if (row !== undefined) rows.push(row)
    }
    return rows
  }

  /** All rows that are here at this moment, top first. */
  loaded(): RequestSummary[] {
    return this.pages.loaded()
  }

  positionOf(id: RequestId): number {
    return this.pages.positionOf(id)
  }

  /** Lists something else, from the top. */
  open(query: ListQuery): void {
    this.query = query
    this.reload({ keep: false, takeNew: true })
  }

  /** The positions on screen, both included: what is missing around them is fetched. */
  show(first: number, last: number): void {
    this.range = { first, last }
    this.fetchMissing()
  }

  /** Held: new rows are counted, not shown. Letting go shows them. */
  hold(held: boolean): void {
    if (held === this.held) return
    this.held = held
    if (!held && this.view.waiting > 0) this.scheduleLive(0)
  }

  /** Shows what waits at once, even while held. */
  async takeWaiting(): Promise<void> {
    await this.lookForNew(true)
  }

  /** Rows from one position to another, both included, fetched where needed; at most 1,000. */
  async between(from: number, to: number): Promise<RequestSummary[]> {
    const first = Math.max(0, Math.min(from, to))
    const last = Math.min(Math.max(from, to), first + 999)
    const rows: RequestSummary[] = []
    for (let position = first; position <= last; position += 1) {
      const row = this.at(position)
      if (row === undefined) break
      rows.push(row)
    }
    if (rows.length === last - first + 1 || this.upTo === 0) return rows
    const page = await this.call('requests.list', {
      ...this.selection(),
      upTo: this.upTo,
      offset: first,
      limit: last - first + 1,
    })
    return page.items
  }

  /** What the list fits, as the contract puts it. */
  selection(): { endpointId?: EndpointId; filter?: string } {
    return {
      ...(this.query.endpointId === null ? {} : { endpointId: this.query.endpointId }),
      ...(this.query.filter === '' ? {} : { filter: this.query.filter }),
    }
  }

  /** Committed requests were pushed. */
  captured(items: readonly RequestSummary[], omitted: number): void {
    const fits = items.filter((item) => this.belongs(item))
    if (fits.length === 0 && omitted === 0) return
    if (this.query.filter !== '' || omitted > 0) this.pushed = null
    else {
      this.pushed?.push(...fits.filter((item) => item.id > this.upTo))
      if ((this.pushed?.length ?? 0) > maxAbsorbed) this.pushed = null
    }
    if (this.view.state !== 'ready') return
    if (this.held && this.query.filter === '' && omitted === 0) {
      this.publish({ waiting: this.view.waiting + fits.length })
    } else this.scheduleLive(this.held ? countInterval : liveInterval)
  }

  /** Summaries that changed were pushed. */
  changed(items: readonly RequestSummary[]): void {
    let shown = false
    for (const item of items) shown = this.pages.replace(item) || shown
    if (this.pushed !== null && this.pushed.length > 0) {
      const fresh = new Map(items.map((item) => [item.id, item]))
      this.pushed = this.pushed.map((row) => fresh.get(row.id) ?? row)
    }
    if (shown) this.publish({})
  }

  /** Requests are gone; null: too many to name. */
  deleted(ids: readonly RequestId[] | null): void {
    let shown = ids === null
    if (ids !== null) {
      const gone = new Set(ids)
      this.pushed = this.pushed?.filter((row) => !gone.has(row.id)) ?? null
      shown = this.pages.remove(gone) > 0
      if (shown) {
        this.epoch += 1
        this.publish({})
      }
    }
    // Retention lets go of the oldest all the time: then only the total is out of date, and that may wait.
    this.reloadSoon(shown ? reloadDelay : lazyReloadDelay)
  }

  /** Something may have been missed: reads again, keeping what is on screen until then. */
  resync(): void {
    this.reloadSoon()
  }

  close(): void {
    this.control.abort()
    for (const timer of [this.liveTimer, this.reloadTimer]) if (timer !== null) clearTimeout(timer)
    for (const control of this.fetching.values()) control.abort()
    this.listeners.clear()
  }

  private belongs(item: RequestSummary): boolean {
    return this.query.endpointId === null
      ? item.endpointId !== 'unmatched'
      : item.endpointId === this.query.endpointId
  }

  private publish(change: Partial<ListView>): void {
    this.view = { ...this.view, total: this.pages.total, ...change, version: this.view.version + 1 }
    for (const listener of this.listeners) listener()
  }

  /** Reads again after `delay`, or earlier when that is planned already. */
  private reloadSoon(delay = reloadDelay): void {
    const at = Date.now() + delay
    if (this.reloadTimer !== null) {
      if (this.reloadAt <= at) return
      clearTimeout(this.reloadTimer)
    }
    this.reloadAt = at
    this.reloadTimer = setTimeout(() => {
      this.reloadTimer = null
      this.reload({ keep: true, takeNew: !this.held })
    }, delay)
  }

  /** Reads the list afresh. `keep`: the rows on screen stay until the new ones are here. `takeNew`: with those that wait. */
  private reload({ keep, takeNew }: { keep: boolean; takeNew: boolean }): void {
    this.epoch += 1
    this.control.abort()
    this.control = new AbortController()
    for (const control of this.fetching.values()) control.abort()
    this.fetching.clear()
    // What waits is not read along: then it must not look as if there were nothing new.
    this.pushed = takeNew ? [] : null
    if (!keep) {
      this.pages = new RequestPages()
      this.upTo = 0
      this.range = { first: 0, last: pageSize }
      this.publish({ state: 'loading', waiting: 0, error: null })
    }
    void this.load(this.control.signal, takeNew ? 0 : this.upTo)
  }

  /** `upTo` other than 0 keeps newer requests waiting. */
  private async load(signal: AbortSignal, upTo: number): Promise<void> {
    const offset = upTo === 0 ? 0 : Math.max(0, this.range.first - 20)
    const limit = Math.min(1_000, Math.max(pageSize, this.range.last - offset + 20))
    try {
      const page = await this.call(
        'requests.list',
        {
          ...this.selection(),
          offset,
          limit,
          count: true,
          ...(upTo === 0 ? {} : { upTo: upTo }),
        },
        { signal },
      )
      if (signal.aborted) return
      this.pages = new RequestPages()
      this.pages.total = page.total ?? page.items.length
      this.pages.fill(offset, page.items)
      this.epoch += 1
      this.upTo = upTo === 0 ? page.newest : upTo
      this.pushed = this.pushed?.filter((row) => row.id > this.upTo) ?? null
      const waiting = upTo === 0 ? 0 : this.view.waiting
      this.publish({ state: 'ready', error: null, waiting })
      this.fetchMissing()
      if (this.pushed === null || this.pushed.length > 0 || page.newest > this.upTo)
        this.scheduleLive(liveInterval)
    } catch (error) {
      if (signal.aborted) return
      // What is on screen stays there; only a list that never was shown has failed.
      this.publish({ state: this.view.state === 'ready' ? 'ready' : 'failed', error: messageOf(error) })
    }
  }

  private fetchMissing(): void {
    if (this.view.state !== 'ready') return
    const { first, last } = this.range
    const wanted = this.pages.missing(first - 40, last + 40)
    const keys = new Set(wanted.map((page) => page.key))
    for (const [key, control] of this.fetching) {
      if (keys.has(key)) continue
      control.abort()
      this.fetching.delete(key)
    }
    for (const page of wanted) if (!this.fetching.has(page.key)) void this.fetchPage(page)
  }

  private async fetchPage(page: { key: number; offset: number; limit: number }): Promise<void> {
    const control = new AbortController()
    const { epoch } = this
    this.fetching.set(page.key, control)
    try {
      const { items } = await this.call(
        'requests.list',
        { ...this.selection(), upTo: this.upTo, offset: page.offset, limit: page.limit },
        { signal: control.signal },
      )
      if (control.signal.aborted || epoch !== this.epoch) return
      this.pages.fill(page.key, items)
      this.pages.trim((this.range.first + this.range.last) / 2)
      this.publish({})
      // Fewer than there should be: the store has let go of some meanwhile.
      if (items.length < page.limit) this.reloadSoon(lazyReloadDelay)
    } catch (error) {
      if (!control.signal.aborted) this.publish({ error: messageOf(error) })
    } finally {
      if (this.fetching.get(page.key) === control) this.fetching.delete(page.key)
    }
  }

  private scheduleLive(delay: number): void {
    if (this.liveTimer !== null && delay > 0) return
    if (this.liveTimer !== null) clearTimeout(this.liveTimer)
    this.liveTimer = setTimeout(() => {
      this.liveTimer = null
      void this.lookForNew(!this.held)
    }, delay)
  }

  /** Puts what is new on top (`take`), or counts it. */
  private async lookForNew(take: boolean): Promise<void> {
    if (this.view.state !== 'ready') return
    if (take && this.pushed !== null) {
      this.absorb(this.pushed.toReversed())
      return
    }
    if (this.looking) {
      this.scheduleLive(liveInterval)
      return
    }
    this.looking = true
    const { signal } = this.control
    try {
      if (take) await this.readNew(signal)
      else await this.countNew(signal)
    } catch (error) {
      this.pushed = null
      if (!signal.aborted && !hasCode(error, 'cancelled')) this.publish({ error: messageOf(error) })
    } finally {
      this.looking = false
    }
  }

  private async readNew(signal: AbortSignal): Promise<void> {
    // From here on what is pushed is newer than what is about to be read, or is read twice and told apart by its id.
    this.pushed = []
    const page = await this.call(
      'requests.list',
      { ...this.selection(), ...(this.upTo === 0 ? {} : { after: this.upTo }), limit: maxAbsorbed },
      { signal },
    )
    if (signal.aborted) return
    if (page.items.length === maxAbsorbed) this.reload({ keep: true, takeNew: true })
    else this.absorb(page.items, page.newest)
  }

  /** How many fit by now, less those that are in the list. */
  private async countNew(signal: AbortSignal): Promise<void> {
    this.pushed = null
    const { total } = await this.call(
      'requests.list',
      { ...this.selection(), limit: 1, count: true },
      { signal },
    )
    if (!signal.aborted) this.publish({ waiting: Math.max(0, (total ?? 0) - this.pages.total) })
  }

  /** Puts rows, newest first, on top; rows that are there already are left out. */
  private absorb(items: readonly RequestSummary[], newest = 0): void {
    const fresh = items.filter((item) => item.id > this.upTo)
    this.pages.prepend(fresh)
    this.upTo = Math.max(this.upTo, newest, fresh[0]?.id ?? 0)
    this.pushed = this.pushed?.filter((row) => row.id > this.upTo) ?? null
    this.pages.trim((this.range.first + this.range.last) / 2)
    this.publish({ waiting: 0, error: null })
    if (this.query.filter !== '') return
    if (this.pushed !== null && this.pushed.length > 0) this.scheduleLive(liveInterval)
  }
}
