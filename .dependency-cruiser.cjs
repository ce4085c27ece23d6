/**
 * The rule of arrows: down only, no cycles, no exceptions.
 * shared -> zod only · renderer -> shared · electron/<domain> -> shared, platform and other domains' index.ts ·
 * store and signatures import no other domain · core -> domains · transport -> shared/contract ·
 * main, headless -> core, transport, platform · nobody imports main or headless.
 */
const domains = 'receiver|store|actions|sandbox|signatures|delivery|collections'

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(worker|raw|url)' },
    },
    {
      name: 'shared-is-a-leaf',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '^node_modules/zod/'] },
    },
    {
      name: 'renderer-knows-only-shared',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|test)/' },
    },
    {
      name: 'features-reach-each-other-only-through-state',
      severity: 'error',
      from: { path: '^renderer/src/features/([^/]+)/' },
      to: { path: '^renderer/src/features/([^/]+)/', pathNot: '^renderer/src/features/$1/' },
    },
    {
      name: 'ui-has-no-domain',
      severity: 'error',
      from: { path: '^renderer/src/ui/' },
      to: { path: '^renderer/src/(features|state|client|app|editor)/' },
    },
    {
      name: 'state-below-features',
      severity: 'error',
      from: { path: '^renderer/src/(state|client)/' },
      to: { path: '^renderer/src/(features|app|ui)/' },
    },
    {
      name: 'domains-through-their-index',
      severity: 'error',
      from: { path: `^electron/(${domains})/` },
      to: {
        path: `^electron/(${domains})/`,
        pathNot: ['^electron/$1/', `^electron/(${domains})/index\\.ts$`],
      },
    },
    {
      name: 'store-and-signatures-import-no-domain',
      severity: 'error',
      from: { path: '^electron/(store|signatures)/' },
      to: { path: '^electron/', pathNot: ['^electron/$1/', '^electron/platform/'] },
    },
    {
      name: 'domains-do-not-look-up',
      severity: 'error',
      from: { path: `^electron/(${domains}|platform)/` },
      to: { path: '^electron/(core|transport|main|headless|preload)/' },
    },
    {
      name: 'platform-is-a-leaf',
      severity: 'error',
      from: { path: '^electron/platform/' },
      to: { path: '^electron/', pathNot: '^electron/platform/' },
    },
    {
      name: 'core-through-index',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: `^electron/(${domains})/`, pathNot: `^electron/(${domains})/index\\.ts$` },
    },
    {
      name: 'core-does-not-look-up',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: '^electron/(transport|main|headless|preload)/' },
    },
    {
      name: 'transport-knows-the-contract-only',
      severity: 'error',
      from: { path: '^electron/transport/' },
      to: {
        path: '^(electron|shared)/',
        pathNot: ['^electron/transport/', '^electron/platform/', '^shared/contract/'],
      },
    },
    {
      name: 'hosts-know-core-transport-platform',
      severity: 'error',
      from: { path: '^electron/(main|headless)/' },
      to: { path: '^electron/', pathNot: ['^electron/$1/', '^electron/(core|transport|platform)/'] },
    },
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      from: { pathNot: '^(electron/(main|preload)/|test/electron/)' },
      to: { path: '^(node_modules/)?electron(/|$)', dependencyTypes: ['npm-dev', 'npm'] },
    },
    {
      name: 'nobody-imports-the-hosts',
      severity: 'error',
      from: { pathNot: ['^electron/(main|headless|preload)/', '^test/'] },
      to: { path: '^electron/(main|headless|preload)/' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    exclude: { path: ['^out/', '^dist/', '^test/fixtures/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '.css'],
    },
  },
}
