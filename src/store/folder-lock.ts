import { readdir, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Who has a folder. */
export type Holder = {
  readonly pid: number
  readonly host: string
  /** When it was taken, as an ISO date. */
  readonly since: string
  /** Tells the process from another one that got the same number later, where the system says so. */
  readonly started: string | null
  /** The world in which the process has this number: containers have their own. */
  readonly world: string | null
  readonly released?: true
}

/** Another process has the folder. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError'
  readonly holder: Holder | undefined

  constructor(folder: string, holder: Holder | undefined) {
    const who = holder
      ? `process ${holder.pid} on ${holder.host} since ${holder.since}`
      : 'a process that is just starting'
    super(`store: ${folder} is in use by ${who}; close it there, or end that process`)
    this.holder = holder
  }
}

export type LockTimes = {
  /** Between two signs of life, in milliseconds. */
  readonly beat: number
  /** Without a sign of life from a process that cannot be asked, such as one on another machine; milliseconds. */
  readonly patience: number
}

const usual: LockTimes = { beat: 2000, patience: 30_000 }

/**
 * A folder that only one process works in.
 *
 * Files lock.1, lock.2 ... follow each other; who could create the one with the highest number has the folder, and
 * only one can, for it is created exclusively. A new one is created when the highest is released, or its holder is
 * gone. The highest file is never removed: two who find the same holder gone want to create the same file.
 */
export class FolderLock {
  readonly #folder: string
  readonly #number: number
  readonly #times: LockTimes
  readonly #timer: NodeJS.Timeout
  readonly #me: Holder
  #beaten = performance.now()
  #lost = false

  private constructor(folder: string, number: number, me: Holder, times: LockTimes, onLost: () => void) {
    this.#folder = folder
    this.#number = number
    this.#me = me
    this.#times = times
    this.#timer = setInterval(() => {
      this.#beat().then(
        held => {
          if (!held) this.#lose(onLost)
        },
        () => {}, // a disk that does not answer now may do so at the next beat
      )
    }, times.beat)
    this.#timer.unref()
  }

  /**
   * @param folder  which exists
   * @param onLost  called when somebody else has taken the folder, who could see no sign of life
   * @throws FolderLockedError that says who has it
   */
  static async take(folder: string, onLost: () => void, times = usual): Promise<FolderLock> {
    const me = await self()
    for (;;) {
      const highest = await highestLock(folder)
      if (highest > 0) {
        const holder = await held(folder, highest, me, times)
        if (holder !== 'nobody') throw new FolderLockedError(folder, holder)
      }
      const mine = highest + 1
      try {
        await writeFile(pathOf(folder, mine), JSON.stringify(me), { flag: 'wx' })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        continue // somebody was quicker: now it is theirs
      }
      // While this one looked, others may have come and gone, and removed the file that was the next then.
      if ((await highestLock(folder)) > mine) {
        await rm(pathOf(folder, mine), { force: true })
        continue
      }
      await removeBelow(folder, mine)
      return new FolderLock(folder, mine, me, times, onLost)
    }
  }

  /**
   * Whether the folder is still this process's. Looks only when the last sign of life is long ago: when the machine
   * slept, or the process was stopped.
   */
  async isHeld(): Promise<boolean> {
    if (this.#lost) return false
    if (performance.now() - this.#beaten < 2 * this.#times.beat) return true
    return this.#beat()
  }

  async release(): Promise<void> {
    clearInterval(this.#timer)
    if (this.#lost || !(await this.#beat())) return
    const draft = join(this.#folder, `released-${process.pid}`)
    await writeFile(draft, JSON.stringify({ ...this.#me, released: true }))
    await rename(draft, pathOf(this.#folder, this.#number))
  }

  #lose(onLost: () => void): void {
    if (this.#lost) return
    this.#lost = true
    clearInterval(this.#timer)
    onLost()
  }

  /** A sign of life; false when the folder is somebody else's. */
  async #beat(): Promise<boolean> {
    if ((await highestLock(this.#folder)) !== this.#number) return false
    const now = new Date()
    await utimes(pathOf(this.#folder, this.#number), now, now)
    this.#beaten = performance.now()
    return true
  }
}

const pathOf = (folder: string, number: number) => join(folder, `lock.${number}`)

async function highestLock(folder: string): Promise<number> {
  return Math.max(0, ...(await lockNumbers(folder)))
}

async function lockNumbers(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap(name => {
    const number = /^lock\.(\d+)$/.exec(name)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
}

async function removeBelow(folder: string, number: number): Promise<void> {
  for (const other of await lockNumbers(folder))
    if (other < number) await rm(pathOf(folder, other), { force: true })
}

/** Who holds a lock file; undefined when the file does not say, but its holder may be alive. */
async function held(
  folder: string,
  number: number,
  me: Holder,
  times: LockTimes,
): Promise<Holder | undefined | 'nobody'> {
  const path = pathOf(folder, number)
  const first = await lastBeat(path)
  for (const end = performance.now() + times.patience; performance.now() < end; ) {
    const holder = await readHolder(path)
    if (holder === 'gone' || holder?.released) return 'nobody'
    if (holder?.host === me.host && holder.world === me.world) {
      if (!isAlive(holder.pid)) return 'nobody'
      if (holder.started !== null) return holder.started === (await startOf(holder.pid)) ? holder : 'nobody'
    }
    // Nobody to ask: watch for signs of life, by this machine's own clock.
    await pause(times.beat / 2)
    if ((await lastBeat(path)) !== first) return holder
  }
  return 'nobody'
}

/** Undefined when the file is just being written. One that is gone made room for the next. */
async function readHolder(path: string): Promise<Holder | undefined | 'gone'> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : undefined
  }
}

async function lastBeat(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function self(): Promise<Holder> {
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    started: await startOf(process.pid),
    world: await readlink('/proc/self/ns/pid').catch(() => null),
  }
}

/** When a process began, in the system's own count; null where there is no such file, or no such process. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // The second field is the program's name in brackets, and may have anything in it; the 22nd is the start.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}
