import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import type { Framing } from './answers/compose.ts'
import { planNobody, planRefusal } from './answers/refusal.ts'
import type { Engine } from './engine.ts'
import type { Fault } from './http/fault.ts'
import { salvageHead } from './http/salvage.ts'
import { fromFault } from './refusals.ts'
import { findByTarget } from './routing.ts'
import type { Turn } from './turn.ts'
import type { Wire } from './wire.ts'

/**
 * Keeps bytes of which no request could be made, under the endpoint that they were meant for if that can be read,
 * and answers with the fault's status by way of `turn`, which must be in the connection's queue already.
 * Beyond a rate per address they are answered but not kept, which the log says.
 */
export function refuseMalformed(
  engine: Engine,
  wire: Wire,
  turn: Turn,
  { fault, raw, startedAt }: { fault: Fault; raw: Buffer; startedAt: number },
): void {
  const now = engine.deps.clock.now()
  const { method, target, version, headers } = salvageHead(raw)
  const framing: Framing = { head: { method }, close: true, stamp: engine.stamps.at(now), extra: [] }
  const plan = wire.gone ? planNobody : planRefusal(fromFault(fault), framing)
  const endpoint = target === '' ? undefined : findByTarget(engine.deps.findEndpoint, target)
  if (endpoint?.enabled === false) {
    turn.decide(plan)
  } else if (!engine.budget.take(wire.remoteAddress, now)) {
    engine.log(
      'warn',
      'malformed',
      `Malformed requests come too fast from ${wire.remoteAddress}: they are refused, but not kept.`,
    )
    turn.decide(plan)
  } else {
    turn.store(
      {
        endpointId: endpoint?.id ?? unmatchedEndpointId,
        receivedAt: startedAt,
        method,
        target,
        httpVersion: version,
        headers,
        trailers: [],
        body: raw,
        complete: false,
        malformed: true,
        problem: fault.message,
        declaredLength: null,
        remoteAddress: wire.remoteAddress,
        remotePort: wire.remotePort,
        tls: wire.tls,
        headersMs: null,
        endMs: Math.max(0, now - startedAt),
        answer: plan.planned,
      },
      plan,
      { framing: () => framing },
    )
  }
}
