/**
 * Where a worker's file is: beside its source (`<name>.ts`), or beside the bundle (`<built>.js`), outside of the archive
 * when the app is packaged, since a thread can't be started from within it.
 */
export function workerUrl(here: string, name: string, built: string): URL {
  if (here.endsWith('.ts')) return new URL(`./${name}.ts`, here)
  return new URL(new URL(`./${built}.js`, here).href.replace(/\/app\.asar\//, '/app.asar.unpacked/'))
}
