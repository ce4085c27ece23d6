import { Monitor, Moon, Sun } from 'lucide-react'
import { runCommand } from '../../state/commands.ts'
import { useTheme } from '../../state/theme.ts'
import { FormSection } from '../../ui/form.tsx'
import { SegmentedControl } from '../../ui/segmented.tsx'

/** Light, dark, or as the system has it. */
export function AppearanceSection() {
  const chosen = useTheme((theme) => theme.chosen)
  return (
    <FormSection title="Appearance">
      <div>
        <SegmentedControl
          label="Theme"
          value={chosen}
          onChange={(theme) => runCommand(`theme.${theme}`)}
          options={[
            {
              value: 'system',
              label: (
                <>
                  <Monitor aria-hidden /> System
                </>
              ),
            },
            {
              value: 'light',
              label: (
                <>
                  <Sun aria-hidden /> Light
                </>
              ),
            },
            {
              value: 'dark',
              label: (
                <>
                  <Moon aria-hidden /> Dark
                </>
              ),
            },
          ]}
        />
      </div>
    </FormSection>
  )
}
