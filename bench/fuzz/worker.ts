import { parentPort, workerData } from 'node:worker_threads'
import { fuzz, type Span } from './measure.ts'
import { readers } from './readers.ts'

const { reader: name, index } = workerData as { reader: string; index: Int32Array }
const reader = readers.find(reader => reader.name === name)!

parentPort!.on('message', async (span: Span) => {
  parentPort!.postMessage(await fuzz(reader, span, at => Atomics.store(index, 0, at)))
})
