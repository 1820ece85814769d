// The annotator's page: static files that `dextr annotate` serves.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/annotator',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../dist/annotator',
    emptyOutDir: true,
    // The content policy allows files of the server only: nothing is written into the page as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the page is made of, and on which terms; that of its typeface lies in public/.
    license: { fileName: 'licences.md' },
    chunkSizeWarningLimit: 1500,
  },
})
