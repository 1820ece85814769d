import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { pngOf } from './annotator-project.ts'
import { dextr, startDextr } from './cli-process.ts'
import { redModel } from './red-model.ts'
import { disc, redPhoto } from './red-photo.ts'

// Five starts of Node with a store and a model, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 180_000 })

let base: string
let args: string[]

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'dextr-annotate-'))
  await writeFile(join(base, 'red.onnx'), redModel())
  const png = await pngOf(redPhoto({ width: 80, height: 60 }, disc({ x: 40, y: 30 }, 20)))
  await writeFile(join(base, 'photo.png'), png)
  const store = join(base, '.project')
  args = ['annotate', base, '--no-open', '--json', '--store', store, '--model', join(base, 'red.onnx')]
})
afterAll(() => rm(base, { recursive: true }))

type Event = { event: string; url: string; model: string }

/** The command, once it is ready. */
async function started() {
  const { child, ended } = startDextr(args)
  const lines = createInterface(child.stdout!)
  const events = lines[Symbol.asyncIterator]()
  const next = async (): Promise<Event> => JSON.parse((await events.next()).value)
  const { url } = await next()
  const { event, model } = await next()
  expect(event).toBe('ready')
  return { child, ended, url, model, next }
}

async function project(url: string) {
  const address = new URL(url)
  const page = await fetch(address, { redirect: 'manual' })
  const cookie = page.headers.get('set-cookie')!.split(';')[0]!
  const answer = await fetch(new URL('/api/project', address), { headers: { cookie } })
  return answer.json()
}

describe('dextr annotate', () => {
  it('opens a folder for who has the address, and closes it on Ctrl-C', async () => {
    const { child, ended, url, model, next } = await started()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
    expect(model).toBe('red')
    const { counts } = (await project(url)) as { counts: object }
    expect(counts).toEqual({ images: 1, done: 0, objects: 0 })
    child.kill('SIGINT')
    expect((await next()).event).toBe('closed')
    expect((await ended).code).toBe(0)
  })

  it('says where a folder is open already, and opens it at the same port once that one is dead', async () => {
    const first = await started()
    const second = await dextr(args)
    expect(second.code).toBe(1)
    expect(second.stderr).toContain(`process ${first.child.pid}`)
    expect(second.stderr).toContain(first.url)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const third = await started()
    expect(third.url).not.toBe(first.url)
    third.child.kill('SIGTERM')
    expect((await third.ended).code).toBe(0)

    // A page finds what it could not save only at its own address.
    const { port } = new URL(first.url)
    expect(new URL(third.url).port).toBe(port)
    const other = createServer().listen(Number(port), '127.0.0.1')
    await once(other, 'listening')
    const fourth = await started()
    expect(new URL(fourth.url).port).not.toBe(port)
    fourth.child.kill('SIGTERM')
    expect((await fourth.ended).stderr).toContain(`--port ${port}`)
    other.close()
  })

  it('refuses a folder that is not there, and arguments that make no sense', async () => {
    const nowhere = await dextr(['annotate', join(base, 'nowhere')])
    expect(nowhere).toMatchObject({ code: 1 })
    expect(nowhere.stderr).toContain('there is no such folder')
    expect((await dextr(['annotate', base, '--port', 'x'])).code).toBe(2)
  })
})
