export function App() {
  return <main>Hookbench</main>
}
