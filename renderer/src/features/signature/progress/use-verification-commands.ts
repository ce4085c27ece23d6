import { messageOf } from '../../../client/call-error.ts'
import { useCommands } from '../../../state/commands.ts'
import { requestList, useListView } from '../../../state/list.ts'
import { useVerification, verifyAgain } from '../../../state/verification.ts'
import { sayError } from '../../../ui/toast.tsx'

/** The command that checks all that the list holds again. */
export function useVerificationCommands(): void {
  const { total } = useListView()
  const running = useVerification((state) => state.running.length > 0)
  useCommands([
    {
      id: 'signatures.verify-all',
      title: 'Verify all signatures again',
      group: 'List',
      words: 'check signature filter hmac',
      disabled: total === 0 || running,
      run: () => {
        verifyAgain(requestList.selection()).catch((error: unknown) =>
          sayError('The signatures could not be verified.', messageOf(error)),
        )
      },
    },
  ])
}
