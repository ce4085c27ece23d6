import { Copy } from 'lucide-react'
import type { RequestDetail } from '#shared/domain/request.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu } from '../../../ui/menu.tsx'

export function CopyAsMenu({ request }: { request: RequestDetail }) {
  return (
    <Menu items={[{ label: request.method, onSelect: () => undefined }]}>
      <IconButton size="small" label="Copy as">
        <Copy />
      </IconButton>
    </Menu>
  )
}
