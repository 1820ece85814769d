// Module hooks, which export.ts registers: one-node-gradients.ts takes the place of the gradients of convolutions.

import type { ResolveHook } from 'node:module'

const replaced = /\/onnx\/operators\/conv-(input|kernel)-gradient\.js$/

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const found = await nextResolve(specifier, context)
  return replaced.test(found.url)
    ? { ...found, url: new URL('./one-node-gradients.js', import.meta.url).href }
    : found
}
