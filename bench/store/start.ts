import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Document } from '../../src/document/index.ts'

/** A Node process, what it says line by line, and its exit code: null when it was killed. */
export function start(program: string, values: readonly (string | number)[]) {
  const child = spawn(process.execPath, [program, ...values.map(String)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', data => {
    errors += data
  })
  return {
    lines: createInterface({ input: child.stdout }),
    end: new Promise<number | null>(resolve => child.once('close', resolve)),
    errors: () => errors,
    /** kill -9, in so many milliseconds. */
    killAfter: (milliseconds: number) => void setTimeout(() => child.kill('SIGKILL'), milliseconds),
  }
}

/** A project's images, as they were before anything was done. */
export function unedited({ images }: Document): Document {
  return {
    images: Object.fromEntries(
      Object.entries(images).map(([id, image]) => [id, { ...image, state: 'todo' as const, note: '' }]),
    ),
    objects: {},
    classes: {},
  }
}
