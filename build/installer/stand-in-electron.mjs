// A stand-in for Electron's folder and for the tools that electron-builder downloads: packages can be made and looked into anywhere.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../run.mjs'

/** What Electron's own build puts before its fuses (@electron/fuses). Version 1, eight fuses, as Electron ships them. */
const fuseWire = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\\001\\010' + '10110010'.split('').join('')

const program = `#include <stdio.h>
#include <string.h>
const volatile char fuses[] = "${fuseWire}";
int main(void) { return printf("This is a stand-in for Electron (%c).\\n", fuses[34]) < 0; }
`

/** Why the stand-ins cannot be made here; empty when they can. */
export function missingForStub(target) {
  const wanted = {
    deb: ['cc', 'dpkg-deb', '7za'],
    win: ['x86_64-w64-mingw32-gcc', 'x86_64-w64-mingw32-windres', '7za'],
    nsis: ['x86_64-w64-mingw32-gcc', 'x86_64-w64-mingw32-windres', '7za', 'makensis'],
  }[target]
  const gone = wanted.filter((name) => !findProgram(name))
  return gone.length ? `${gone.join(', ')} ${gone.length > 1 ? 'are' : 'is'} not installed` : ''
}

/** An Electron folder for Linux or Windows with a small program in place of Electron's. */
export function makeElectron(folder, platform, version) {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'), { recursive: true })
  const source = join(folder, '..', `stand-in-${platform}.c`)
  writeFileSync(source, program)
  if (platform === 'win32') {
    const resource = join(folder, '..', 'stand-in.rc')
    const object = join(folder, '..', 'stand-in.res')
    writeFileSync(
      resource,
      '1 VERSIONINFO\nFILEVERSION 1,0,0,0\nBEGIN\nBLOCK "StringFileInfo"\nBEGIN\nBLOCK "040904b0"\nBEGIN\nVALUE "FileDescription", "stand-in"\nVALUE "ProductName", "stand-in"\nEND\nEND\nBLOCK "VarFileInfo"\nBEGIN\nVALUE "Translation", 0x409, 1200\nEND\nEND\n',
    )
    execFileSync('x86_64-w64-mingw32-windres', ['-O', 'coff', resource, '-o', object])
    execFileSync('x86_64-w64-mingw32-gcc', ['-O1', '-s', '-o', join(folder, 'electron.exe'), source, object])
  } else {
    execFileSync('cc', ['-O1', '-o', join(folder, 'electron'), source])
    writeFileSync(join(folder, 'chrome-sandbox'), '#!/bin/sh\n')
    writeFileSync(join(folder, 'chrome_crashpad_handler'), '#!/bin/sh\n')
    for (const name of ['chrome-sandbox', 'chrome_crashpad_handler']) chmodSync(join(folder, name), 0o755)
  }
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), 'stand-in\n')
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '')
}

/** The 64-bit linker has no script of its own for the 32-bit DLLs that NSIS wants. */
const linkerScript = `OUTPUT_FORMAT(pei-i386)
SECTIONS {
  . = __image_base__ + 0x1000; .text : { *(.text*) }
  . = ALIGN(0x1000); .edata : { *(.edata) }
  . = ALIGN(0x1000); .reloc : { *(.reloc) }
  /DISCARD/ : { *(.comment) *(.note*) *(.drectve) *(.eh_frame) *(.rdata$zzz) *(.idata*) }
}
`

/** Plugins of electron-builder's own NSIS, with the functions that its scripts call. */
const plugins = {
  StdUtils: [
    'TestParameter',
    'GetParameter',
    'GetAllParameters',
    'ExecShellAsUser',
    'ExecShellWaitEx',
    'HashText',
    'GetParentPath',
  ],
  UAC: ['_'],
  WinShell: ['SetLnkAUMI', 'UninstAppUserModelId', 'UninstShortcut'],
  nsProcess: ['_FindProcess', '_KillProcess', '_CloseProcess', '_Unload'],
  nsExec: ['Exec', 'ExecToLog', 'ExecToStack'],
  nsis7z: ['Extract', 'ExtractWithDetails', 'ExtractWithCallback'],
  SpiderBanner: ['Show', 'Destroy'],
  INetC: ['get', 'post'],
  System: ['Alloc', 'Call', 'Copy', 'Free', 'Get', 'Int64Op', 'Store', 'StrAlloc'],
}

/** Lays out Debian's NSIS as electron-builder expects it; plugins that Debian does not have are empty shells. */
export function makeNsis(folder) {
  mkdirSync(join(folder, 'linux'), { recursive: true })
  for (const name of readdirSync('/usr/share/nsis'))
    if (name !== 'Plugins' && !existsSync(join(folder, name)))
      symlinkSync(join('/usr/share/nsis', name), join(folder, name))
  symlinkSync(findProgram('makensis'), join(folder, 'linux', 'makensis'))
  writeFileSync(join(folder, 'elevate.exe'), 'stand-in\n')
  const to = join(folder, 'plugins', 'x86-unicode')
  mkdirSync(to, { recursive: true })
  const there = '/usr/share/nsis/Plugins/x86-unicode'
  for (const name of readdirSync(there)) symlinkSync(join(there, name), join(to, name))
  symlinkSync(join(folder, 'plugins'), join(folder, 'Plugins'))
  const script = join(folder, 'dll.ld')
  writeFileSync(script, linkerScript)
  for (const [name, functions] of Object.entries(plugins)) {
    if (existsSync(join(to, `${name}.dll`))) continue
    const source = join(folder, `${name}.c`)
    writeFileSync(source, functions.map((f) => `__declspec(dllexport) void ${f}(void) {}\n`).join(''))
    execFileSync('x86_64-w64-mingw32-gcc', [
      '-m32',
      '-shared',
      '-nostdlib',
      '-Wl,-e,0',
      '-Wl,-T,' + script,
      '-o',
      join(to, `${name}.dll`),
      source,
    ])
  }
}

/**
 * On Linux electron-builder runs a first installer in wine to make it write the uninstaller. Ours cannot run, so nothing is run,
 * and what it would have written is there already.
 */
export function makeUninstaller(folder, nsis, installer) {
  const bin = join(nsis, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'wine'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  symlinkSync(join(bin, 'wine'), join(bin, 'wine64'))
  writeFileSync(join(folder, installer.replace(/exe$/, '__uninstaller.exe')), 'stand-in\n')
  return bin
}

/** The environment that points electron-builder to the stand-ins. */
export const stubEnvironment = (root, nsis) => ({
  CUSTOM_FPM_PATH: join(root, 'build', 'installer', 'fpm-stand-in.mjs'),
  ELECTRON_BUILDER_7ZIP_PATH: findProgram('7za'),
  USE_SYSTEM_7ZA: 'true',
  ELECTRON_BUILDER_NSIS_DIR: nsis,
  ELECTRON_BUILDER_NSIS_RESOURCES_DIR: nsis,
})
