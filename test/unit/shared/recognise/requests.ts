import type { HeaderPairs } from '#shared/domain/answer.ts'
import { recognise } from '#shared/domain/recognise.ts'

export const encoder = new TextEncoder()

export function json(value: unknown, headers: HeaderPairs = []) {
  return recognise({
    method: 'POST',
    target: '/t/x',
    headers: [['Content-Type', 'application/json'], ...headers],
    body: encoder.encode(JSON.stringify(value)),
  })
}

export function form(fields: Record<string, string>, headers: HeaderPairs = []) {
  return recognise({
    method: 'POST',
    target: '/',
    headers: [['content-type', 'application/x-www-form-urlencoded'], ...headers],
    body: encoder.encode(new URLSearchParams(fields).toString()),
  })
}
