import '@fontsource-variable/inter/wght.css'
import '@fontsource/jetbrains-mono/400.css'
import '@fontsource/jetbrains-mono/500.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { start } from './app/start.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html holds no element with the id "root".')
start()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
