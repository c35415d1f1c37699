// Vite's settings for the renderer: plain files that a strict content security policy accepts (nothing inline).
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Stops the build when the page holds a script or style that a policy without 'unsafe-inline' would refuse. */
const nothingInline: Plugin = {
  name: 'wirelens-nothing-inline',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue
      const html = typeof file.source === 'string' ? file.source : new TextDecoder().decode(file.source)
      const found = /<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=/i.exec(html)
      if (found) this.error(`${file.fileName} holds "${found[0].trim()}", which the content security policy refuses.`)
    }
  },
}

export default defineConfig({
  root: join(root, 'renderer'),
  base: './',
  envDir: false,
  logLevel: 'warn',
  plugins: [svelte({ configFile: false }), nothingInline],
  build: {
    target: 'chrome130',
    outDir: join(root, 'dist', 'renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
})
