/**
 * Thread entry: checks and explains signatures, so that neither the receiver nor the window waits for it.
 * Trusted code on untrusted bytes; it gets secrets in clear by message and keeps nothing between jobs.
 */
import { parentPort } from 'node:worker_threads'
import { messageOf } from '#shared/contract/errors.ts'
import { diagnose, propose, verify } from '../../signatures/index.ts'
import type { JobMessage, ReplyMessage, SignatureReplies } from './messages.ts'
import { presentVerdict } from './present-verdict.ts'

function work({ kind, job }: JobMessage): SignatureReplies[keyof SignatureReplies] {
  const { request, scheme, keys, otherKeys, options, now } = job
  switch (kind) {
    case 'verify':
      return presentVerdict(verify(scheme, request, keys, options, now))
    case 'diagnose':
      return diagnose(scheme, request, keys, otherKeys, options)
    case 'propose':
      return propose(request, keys, now)
  }
}

/** Null asks the thread to end once it has done what it was sent before. */
parentPort?.on('message', (message: JobMessage | null) => {
  if (message === null) {
    parentPort?.close()
    return
  }
  let reply: ReplyMessage
  try {
    reply = { seq: message.seq, ok: true, value: work(message) }
  } catch (error) {
    reply = { seq: message.seq, ok: false, message: messageOf(error) }
  }
  parentPort?.postMessage(reply)
})
