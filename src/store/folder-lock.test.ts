import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderLock, FolderLockedError } from './folder-lock.ts'

const times = { beat: 40, patience: 400 }
const never = () => {
  throw new Error('the lock was lost')
}

describe('a folder', () => {
  let folder: string
  let own: object

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dextr-lock-'))
    const lock = await FolderLock.take(folder, never, times)
    own = JSON.parse(readFileSync(join(folder, 'lock.1'), 'utf8'))
    await lock.release()
    rmSync(join(folder, 'lock.1'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const leave = (number: number, holder: object | string) =>
    writeFileSync(
      join(folder, `lock.${number}`),
      typeof holder === 'string' ? holder : JSON.stringify({ ...own, ...holder }),
    )

  it('belongs to one, and to the next after it was released', async () => {
    for (let i = 0; i < 3; i++) {
      const lock = await FolderLock.take(folder, never, times)
      await expect(FolderLock.take(folder, never, times)).rejects.toThrow(FolderLockedError)
      await expect(FolderLock.take(folder, never, times)).rejects.toThrow(
        `process ${process.pid} on ${hostname()} since 20`,
      )
      await lock.release()
    }
    expect(readdirSync(folder)).toEqual(['lock.3'])
  })

  it('is taken at once from a process that is gone', async () => {
    const child = spawn('true')
    await new Promise(resolve => child.once('exit', resolve))
    leave(7, { pid: child.pid })
    const start = performance.now()
    const lock = await FolderLock.take(folder, never)
    expect(performance.now() - start).toBeLessThan(5000)
    await lock.release()
  })

  it('is taken at once from a process whose number another one has now', async () => {
    leave(7, { started: 'long ago' })
    const lock = await FolderLock.take(folder, never)
    await lock.release()
  })

  it('is taken from another machine after its patience, when that gives no sign of life', async () => {
    leave(7, { host: 'elsewhere', pid: 1 })
    const start = performance.now()
    const lock = await FolderLock.take(folder, never, times)
    expect(performance.now() - start).toBeGreaterThan(times.patience)
    await lock.release()
  })

  it('is not taken from another machine that gives signs of life, whatever its clock says', async () => {
    leave(7, { host: 'elsewhere', pid: 1 })
    let clock = 1e9
    const alive = setInterval(() => utimesSync(join(folder, 'lock.7'), 0, ++clock), 100)
    await expect(FolderLock.take(folder, never, times)).rejects.toThrow('process 1 on elsewhere')
    clearInterval(alive)
  })

  it('is taken after its patience when the lock file is damaged', async () => {
    leave(7, '{"pid":')
    const lock = await FolderLock.take(folder, never, times)
    await lock.release()
  })

  it('goes to one of many who find the same holder gone', async () => {
    for (let round = 0; round < 20; round++) {
      leave(100 + 10 * round, { started: 'long ago' })
      const takers = await Promise.allSettled(
        Array.from({ length: 8 }, () => FolderLock.take(folder, never, times)),
      )
      const taken = takers.filter(({ status }) => status === 'fulfilled')
      expect(taken).toHaveLength(1)
      for (const taker of takers) if (taker.status === 'fulfilled') await taker.value.release()
    }
  })

  it('that was taken over is noticed by who had it', async () => {
    let lost = 0
    const lock = await FolderLock.take(folder, () => lost++, times)
    leave(2, { host: 'elsewhere' })
    await pause(5 * times.beat)
    expect(lost).toBe(1)
    expect(await lock.isHeld()).toBe(false)
    await lock.release()
    expect(JSON.parse(readFileSync(join(folder, 'lock.2'), 'utf8'))).toMatchObject({ host: 'elsewhere' })
  })
})
