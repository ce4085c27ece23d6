import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Everything but the native module is bundled, so that the packaged app carries one node_modules entry.
      externalizeDeps: { exclude: ['zod', 'ws', 'undici', 'commander'] },
      rolldownOptions: {
        input: {
          main: at('electron/main/main.ts'),
          cli: at('electron/headless/cli.ts'),
          'store-worker': at('electron/store/worker.ts'),
          'signature-worker': at('electron/core/signatures/signature-worker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      minify: 'oxc',
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
})
