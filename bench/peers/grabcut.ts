import { spawn } from 'node:child_process'
import type { Predict } from '../../src/evaluation/index.ts'
import type { Clicks } from '../../src/guidance/index.ts'
import type { Raster } from '../../src/image/index.ts'
import { Mask } from '../../src/mask/index.ts'

/** OpenCV's GrabCut in a process of its own, to be evaluated as a model is. */
export type GrabCut = {
  readonly description: string
  /** Masks from the box of the clicks where there is one, else from the hull of their points. */
  readonly predict: Predict
  end(): void
}

/**
 * Starts grabcut.py with the system's Python, or what PYTHON names.
 *
 * @throws Error when there is no OpenCV, with the way to get it
 */
export async function startGrabCut(): Promise<GrabCut> {
  const python = process.env.PYTHON ?? '/usr/bin/python3'
  const script = new URL('../../../bench/peers/grabcut.py', import.meta.url).pathname
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = new ByteReader(child.stdout)
  const hello = await answers.line().catch(() => {
    throw new Error(`peer: ${python} ended; OpenCV comes with \`apt-get install python3-opencv\``)
  })
  const { opencv, threads } = JSON.parse(hello)
  let shown: Raster | undefined
  return {
    description: `OpenCV ${opencv} GrabCut, 5 iterations, ${threads} threads`,
    async predict(photo, clicks) {
      const { width, height } = photo
      if (photo !== shown) {
        child.stdin.write(`${JSON.stringify({ photo: [width, height] })}\n`)
        child.stdin.write(photo.data)
        shown = photo
      }
      child.stdin.write(`${JSON.stringify(requestFor(clicks))}\n`)
      const data = await answers.bytes(width * height)
      return Mask.fromBitmap({ width, height, data })
    },
    end: () => child.stdin.end(),
  }
}

function requestFor({ points, box }: Clicks) {
  return box ? { box: [box.x0, box.y0, box.x1, box.y1] } : { points: points.map(({ x, y }) => [x, y]) }
}

/** A stream, taken in pieces of wanted lengths. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  async line(): Promise<string> {
    while (!this.#rest.includes('\n')) await this.#more()
    return (await this.bytes(this.#rest.indexOf('\n') + 1)).toString()
  }

  async bytes(count: number): Promise<Buffer> {
    const parts = [this.#rest]
    let length = this.#rest.length
    while (length < count) {
      this.#rest = Buffer.alloc(0)
      await this.#more()
      parts.push(this.#rest)
      length += this.#rest.length
    }
    const all = parts.length > 1 ? Buffer.concat(parts) : this.#rest
    this.#rest = all.subarray(count)
    return all.subarray(0, count)
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#chunks.next()
    if (done) throw new Error('peer: it ended before it had answered')
    this.#rest = Buffer.concat([this.#rest, value])
  }
}
