// electron-builder's settings: what goes into the packages, the installers of each system, and the fuses.

export const appId = 'wirelens.desktop'

/** Fuses of Electron's executable; read back from what was built. Linux has no ASAR integrity: there the fuse does nothing. */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

/** libpcap under both of its names, and the nine that electron-builder would add by itself if it were not overruled here. */
export const debDepends = [
  'libpcap0.8 | libpcap0.8t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'xdg-utils',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libuuid1',
  'libsecret-1-0',
  'libcap2-bin', // setcap, for the script after the installation
]

const captures = { name: 'Packet capture', description: 'Packet capture', role: 'Viewer', icon: 'build/icons/icon.ico' }

/**
 * @param {object} options
 * @param {object} options.manifest package.json
 * @param {string} options.output folder of the packages
 * @param {string} options.notices folder with the licences and the SBOM
 * @param {string} [options.electronDist] an Electron folder to use in place of a download
 */
export function makeConfig({ manifest, output, notices, electronDist }) {
  const { author, homepage } = manifest
  const native = (file) => ({ from: `dist/native/${file}`, to: `native/${file}` })
  return {
    appId,
    productName: 'Wirelens',
    copyright: `Copyright © ${author.replace(/ <.*/, '')}, MIT`,
    ...(electronDist ? { electronDist } : {}),
    directories: { output, buildResources: 'build/icons' },
    extraMetadata: { homepage, desktopName: 'wirelens.desktop' },
    asar: true,
    npmRebuild: false,
    nodeGypRebuild: false,
    // Everything is bundled: no node_modules. cap is left out: it needs a Node of its own, which a package does not have.
    files: [
      '!**/*',
      'dist/electron/*.js',
      'dist/electron/*.cjs',
      'dist/renderer/**/*',
      'package.json',
      'LICENSE',
      '!**/*.map',
      '!node_modules/**/*',
    ],
    // Read by path or executed, hence outside of the archive.
    extraResources: [
      { from: 'samples', to: 'samples', filter: ['*.pcapng'] },
      { from: notices, to: 'licenses' },
    ],
    fileAssociations: [
      { ...captures, ext: 'pcapng', mimeType: 'application/x-pcapng' },
      { ...captures, ext: 'pcap', mimeType: 'application/vnd.tcpdump.pcap' },
      { ...captures, ext: 'cap', mimeType: 'application/vnd.tcpdump.pcap' },
    ],
    electronFuses: { ...fuses, resetAdHocDarwinSignature: false },
    publish: null,
    linux: {
      target: ['deb', 'AppImage'],
      executableName: 'wirelens',
      icon: 'build/icons/png',
      category: 'Network',
      synopsis: 'Packet analyser that explains',
      description: manifest.description,
      maintainer: author,
      extraResources: [native('wirelens-capture')],
      desktop: { entry: { Keywords: 'network;packet;capture;pcap;sniffer;', StartupWMClass: 'wirelens' } },
    },
    deb: {
      packageCategory: 'net',
      priority: 'optional',
      depends: debDepends,
      recommends: ['policykit-1 | pkexec'],
      afterInstall: 'build/installer/after-install.sh',
      afterRemove: 'build/installer/after-remove.sh',
    },
    appImage: { artifactName: 'Wirelens-${version}-${arch}.${ext}' },
    win: {
      target: ['nsis', 'zip'],
      icon: 'build/icons/icon.ico',
      executableName: 'Wirelens',
      extraResources: [native('wirelens-capture.exe')],
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      include: 'build/installer/installer.nsh',
      artifactName: 'Wirelens-${version}-${arch}-setup.${ext}',
      license: 'LICENSE',
      differentialPackage: false,
    },
  }
}
