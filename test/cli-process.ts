import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command as `npm run build` makes it. */
const main = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url))

export type Outcome = { readonly code: number | null; readonly stdout: Buffer; readonly stderr: string }

export type ProcessOptions = {
  readonly input?: string | Uint8Array
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the command as a process of its own; `ended` tells how it ended and what it wrote. */
export function startDextr(
  args: readonly string[],
  { input, cwd, env }: ProcessOptions = {},
): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
  const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...process.env, ...env } })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', data => stdout.push(data))
  child.stderr.on('data', data => stderr.push(data))
  child.stdin.end(input)
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code =>
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    )
  })
  return { child, ended }
}

/** Runs the command to its end. */
export function dextr(args: readonly string[], options?: ProcessOptions): Promise<Outcome> {
  return startDextr(args, options).ended
}
