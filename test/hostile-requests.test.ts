import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../src/server/index.ts'
import { annotatorProject, pngOf, type TestProject } from './annotator-project.ts'
import { disc, redPhoto } from './red-photo.ts'

// Ten kinds of requests that a page or a program with bad intentions could send, twenty of each. Each is refused with
// its status and a sentence, the server goes on, and nothing outside the project is touched.

const times = 20

let project: TestProject
let server: Awaited<ReturnType<typeof startServer>>
let port: number
let token: string
let photo: string
let before: Record<string, string>

beforeAll(async () => {
  const png = await pngOf(redPhoto({ width: 80, height: 60 }, disc({ x: 40, y: 30 }, 20)))
  project = await annotatorProject({ 'a.png': png })
  const outside = join(project.base, 'outside')
  await mkdir(outside)
  for (let i = 0; i < 10; i++) await writeFile(join(outside, `secret-${i}.json`), `{"secret": ${i}}`)
  await writeFile(join(outside, 'secret.png'), png)
  await symlink(outside, join(project.photos, 'way-out'))
  await symlink(join(outside, 'secret.png'), join(project.photos, 'link.png'))
  await project.annotator.project.then(({ library }) => library.look())
  server = await startServer(project.annotator, {
    host: '127.0.0.1',
    port: 0,
    page: join(project.base, 'page'),
  })
  const address = new URL(server.url)
  port = Number(address.port)
  token = address.searchParams.get('token')!
  photo = JSON.parse((await send({ path: '/api/images' })).text).images[0].id
  before = await hashes()
})

afterAll(async () => {
  await server.close()
  await project.close()
})

/** Of the files outside the project and of the photos in it. */
async function hashes(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const folder of ['outside', 'photos', 'page'])
    for (const entry of await readdir(join(project.base, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('annotations.dextr')) continue
      const path = join(entry.parentPath, entry.name)
      found[path] = createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
    }
  return found
}

type Sent = {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string | Buffer | readonly Buffer[]
}
type Answer = { status: number; text: string; headers: IncomingMessage['headers'] }

/** As it is, without the tidying that fetch does. */
function send({ method = 'GET', path = '/api/project', headers = {}, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    })
    let answered = false
    sent.on('response', response => {
      answered = true
      const pieces: Buffer[] = []
      response.on('data', piece => pieces.push(piece))
      const end = () =>
        resolve({
          status: response.statusCode!,
          text: Buffer.concat(pieces).toString(),
          headers: response.headers,
        })
      response.on('end', end)
      response.on('error', end)
    })
    // A server that has seen enough may close before it has been sent everything.
    sent.on('error', error => answered || reject(error))
    if (Array.isArray(body)) for (const piece of body) sent.write(piece)
    sent.end(Array.isArray(body) ? undefined : body)
  })
}

const post = (path: string, body: string | Buffer | readonly Buffer[], headers = {}) =>
  send({ method: 'POST', path, body, headers })
const command = (body: unknown) => JSON.stringify({ id: crypto.randomUUID(), command: body })

/** Sends them one after the other, and looks whether the server goes on. */
async function refused(statuses: readonly number[], requests: (i: number) => Promise<Answer>) {
  for (let i = 0; i < times; i++) {
    const answer = await requests(i)
    expect(statuses, `${i}: ${answer.text.slice(0, 300)}`).toContain(answer.status)
    expect(answer.text.length, `${i}`).toBeGreaterThan(10)
    expect(answer.text, `${i}`).not.toMatch(/"secret": \d|at .*\.ts:/)
    expect((await send({})).status, `${i}: afterwards`).toBe(200)
  }
}

/** Why a job failed. */
async function failureOf(job: object): Promise<string> {
  const { id } = JSON.parse((await post('/api/jobs', JSON.stringify(job))).text)
  for (;;) {
    const { jobs } = JSON.parse((await send({ path: '/api/jobs' })).text)
    const { state, message } = jobs.find((job: { id: string }) => job.id === id)
    if (state !== 'running') return `${state}: ${message}`
  }
}

describe('hostile requests', () => {
  it('1. leave the folder by dots', async () => {
    const paths = [
      '/../../outside/secret-0.json',
      '/assets/../../outside/secret-0.json',
      '/..%2f..%2foutside%2fsecret-0.json',
      '/%2e%2e/%2e%2e/outside/secret-0.json',
      '/api/images/..%2f..%2foutside%2fsecret.png/photo',
      '/api/images/%2e%2e%2f%2e%2e%2fsecret.png/thumbnail',
      '/..\\..\\outside\\secret-0.json',
      '/a.png%00.html',
      '//etc/passwd',
      '/page/....//....//outside/secret-0.json',
    ]
    await refused([400, 404], i => send({ path: paths[i % paths.length]! }))
    for (const folder of ['..', '../outside', 'a/../../outside', '/etc/../../x', 'x\0'])
      expect(await failureOf({ kind: 'export', format: 'coco', folder })).toContain('failed')
    for (const path of ['../outside', '../outside/secret-0.json', 'a.png\0', '/etc/passwd'])
      expect(await failureOf({ kind: 'import', path }), path).toContain('failed')
  })

  it('2. leave the folder by links', async () => {
    const { images } = JSON.parse((await send({ path: '/api/images' })).text)
    expect(images.map(({ path }: { path: string }) => path)).toEqual(['a.png'])
    const jobs = [
      { kind: 'import', path: 'way-out' },
      { kind: 'import', path: 'way-out/secret-0.json' },
      { kind: 'import', path: 'link.png' },
      { kind: 'export', format: 'coco', folder: 'way-out/new' },
      { kind: 'export', format: 'coco', folder: 'way-out' },
    ]
    for (let i = 0; i < times; i++)
      expect(await failureOf(jobs[i % jobs.length]!)).toMatch(/^failed: .*(leads out|nothing to export)/)
  })

  it('3. come from pages of others', async () => {
    const origins = [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${port + 1}`,
      'http://localhost',
      'file://',
    ]
    await refused([403], i =>
      i % 2
        ? send({ headers: { origin: origins[i % 5]! } })
        : post('/api/undo', '{}', { origin: origins[i % 5]! }),
    )
    expect((await send({ headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
  })

  it('4. name another host, as after DNS rebinding', async () => {
    const hosts = ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', '[::2]', '10.0.0.1']
    await refused([421, 400], i => send({ headers: { host: hosts[i % hosts.length]! } }))
    const page = await send({ path: `/?token=${token}`, headers: { host: `evil.example:${port}` } })
    expect(page.status).toBe(421)
    expect(page.headers['set-cookie']).toBeUndefined()
  })

  it('5. have no token, or a wrong one', async () => {
    const headers: Record<string, string>[] = [
      { authorization: '' },
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${token.slice(1)}x` },
      { authorization: `Basic ${token}` },
      { authorization: '', cookie: `dextr-${port}=${token}x` },
      { authorization: '', cookie: `dextr-${port + 1}=${token}` },
    ]
    const paths = ['/api/project', '/', '/index.html', `/api/images/${photo}/photo`, '/?token=guess']
    await refused([401], i => send({ path: paths[i % paths.length]!, headers: headers[i % headers.length]! }))
  })

  it('6. are too large', async () => {
    const large = Buffer.alloc(70 << 20, ' ')
    const pieces = Array.from({ length: 70 }, () => Buffer.alloc(1 << 20, ' '))
    await refused([413], i => {
      if (i % 10 === 0) return post('/api/commands', pieces) // does not say how much will come
      if (i % 10 === 5) return post('/api/commands', large)
      if (i % 2) return post('/api/jobs', large.subarray(0, 2 << 20))
      return send({
        method: 'PUT',
        path: '/api/settings/view',
        body: JSON.stringify({ value: 'x'.repeat(300 << 10) }),
      })
    })
    const cookies = { cookie: 'x'.repeat(100 << 10) }
    expect((await send({ headers: cookies }).catch(() => ({ status: 431 }))).status).toBe(431)
  })

  it('7. are no JSON', async () => {
    const bodies = [
      '',
      '{',
      '{"id": }',
      'id=1&command=2',
      '\u0000',
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
      '['.repeat(100_000),
      '{"__proto__": {"id": 1}}',
      'null',
      'NaN',
    ]
    await refused([400], i => post('/api/commands', bodies[i % bodies.length]!))
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await post('/api/commands', 'a=1', form)).status).toBe(415)
    expect((await post('/api/commands', '{}', { 'content-type': 'text/plain' })).status).toBe(415)
  })

  it('8. have values of other types', async () => {
    const segment = `/api/images/${photo}/segment`
    const prompt = { points: [{ x: 1, y: 1 }] }
    const bodies: [string, unknown][] = [
      ['/api/commands', { id: 5, command: { type: 'addObjects' } }],
      ['/api/commands', { id: 'a', command: { type: 'addObjects', label: 'x', objects: 'all' } }],
      ['/api/commands', { id: 'a', command: { type: 'constructor', label: 'x' } }],
      ['/api/commands', { id: 'a', command: { type: '__proto__' } }],
      ['/api/commands', { id: 'a'.repeat(100), command: { type: 'addObjects' } }],
      ['/api/commands', { id: "'; DROP TABLE objects; --", command: { type: 'addObjects' } }],
      [segment, { key: 'a', prompt: { points: [[1, 2]] } }],
      [segment, { key: 'a', prompt: { points: [{ x: '1', y: 2 }] } }],
      [segment, { key: 'a', prompt: { points: [{ x: 1e300, y: 2 }] } }],
      [segment, { key: { $gt: '' }, prompt }],
      [segment, { key: 'a', prompt, threshold: 7 }],
      [segment, { key: 'a', prompt, previous: { size: [1e9, 1e9], counts: '0' } }],
      [segment, { key: 'a', prompt, extra: true }],
      [segment, { key: 'a', prompt: { points: Array.from({ length: 2000 }, () => ({ x: 1, y: 1 })) } }],
      ['/api/jobs', { kind: 'shell', command: 'rm -rf /' }],
      ['/api/jobs', { kind: 'boxes', images: '*' }],
      ['/api/jobs', { kind: 'export', format: 5 }],
      [`/api/images/${photo}/refine`, { mask: { size: [1, 1], counts: 5 } }],
      [`/api/images/${photo}/refine`, { mask: { size: [60, 80], counts: 'zzzz' } }],
      [`/api/images/${photo}/refine`, { mask: { size: [65000, 65000], counts: '0' } }],
    ]
    await refused([400, 422], i => post(bodies[i]![0], JSON.stringify(bodies[i]![1])))
  })

  it('9. ask for what is not there', async () => {
    const ids = [
      'zzzzzzzzzzzz',
      '__proto__',
      'constructor',
      "a'%20OR%20'1'='1",
      '%00',
      '-1',
      'a'.repeat(5000),
    ]
    const paths = ['', '/photo', '/thumbnail']
    await refused([404, 400], i =>
      i % 4 === 3
        ? send({ method: 'DELETE', path: `/api/jobs/${ids[i % ids.length]}` })
        : send({ path: `/api/images/${ids[i % ids.length]}${paths[i % 3]}` }),
    )
    for (const path of ['/api/nothing', '/api/', '/api/jobs/x/download'])
      expect((await send({ path })).status).toBe(404)
    const removal = command({ type: 'removeObjects', label: 'x', objects: ['zzzzzzzzzzzz'] })
    expect((await post('/api/commands', removal)).status).toBe(409)
    expect(await failureOf({ kind: 'import', upload: 'zzzzzzzzzzzz' })).toContain('there is no upload')
  })

  it('10. never come to an end', async () => {
    const start = `POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`
    const body = `${start}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n`
    const answers = await Promise.all(Array.from({ length: times }, (_, i) => drip(i % 2 ? body : start)))
    for (const [i, answer] of answers.entries()) expect(answer, `${i}`).toContain('408 Request Timeout')
    expect((await send({})).status).toBe(200)
  })

  it('leave everything as it was', async () => {
    expect(await hashes()).toEqual(before)
  })
})

/** Says the start at once and then a letter now and then; what the server says until it hangs up. */
function drip(start: string): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.write(start)
    const timer = setInterval(() => socket.write('x'), 500)
    socket.on('data', data => {
      heard += data
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(timer)
      resolve(heard)
    })
  })
}
