import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { openZip, writeZip } from './zip.ts'

const read = (bytes: Uint8Array) => {
  const zip = openZip(bytes, 'file')
  return new Map(zip.names.map(name => [name, zip.entry(name)]))
}
const anyEntries = fc
  .array(
    fc.tuple(
      fc.string({ minLength: 1, unit: 'binary' }).map(name => `a/${name}`),
      fc.uint8Array(),
    ),
  )
  .map(entries => new Map(entries))

describe('an archive', () => {
  it('is read back as it was written, as views that begin at multiples of 64 bytes', () => {
    fc.assert(
      fc.property(anyEntries, entries => {
        const bytes = writeZip(entries)
        const back = read(bytes)
        expect(back).toEqual(entries)
        for (const view of back.values()) expect(view!.byteOffset % 64).toBe(0)
      }),
    )
  })

  it('is read by other programs', () => {
    const entries = { 'a/one': Uint8Array.of(1, 2, 3), 'a/two': new Uint8Array() }
    expect(unzipSync(writeZip(new Map(Object.entries(entries))))).toEqual(entries)
  })

  it('of another program is read, with a comment at its end', () => {
    const bytes = zipSync({ one: Uint8Array.of(1, 2) }, { level: 0 })
    const withComment = new Uint8Array([...bytes, ...Buffer.from('made by hand')])
    withComment[bytes.length - 2] = 12
    expect(read(withComment)).toEqual(new Map([['one', Uint8Array.of(1, 2)]]))
  })
})

describe('an archive is refused', () => {
  const archive = () => writeZip(new Map([['one', Uint8Array.of(1, 2, 3)]]))
  const directoryOf = (bytes: Uint8Array) => Buffer.from(bytes).lastIndexOf('PK\x01\x02')

  it('when it is cut off', () => {
    expect(() => read(archive().slice(0, -10))).toThrow('file: the zip archive has no directory at its end')
    expect(() => read(new Uint8Array())).toThrow('file: the zip archive has no directory at its end')
  })

  it('when an entry is compressed, once it is asked for', () => {
    const zip = openZip(zipSync({ one: new Uint8Array(100) }), 'file')
    expect(zip.names).toEqual(['one'])
    expect(() => zip.entry('one')).toThrow('file: one in the zip archive is compressed')
  })

  it('when an entry is encrypted', () => {
    const bytes = archive()
    bytes[directoryOf(bytes) + 8]! |= 1
    expect(() => read(bytes)).toThrow('file: one in the zip archive is encrypted')
  })

  it('when an entry is longer than the file', () => {
    const bytes = archive()
    new DataView(bytes.buffer).setUint32(directoryOf(bytes) + 24, 0x7fffffff, true)
    expect(() => read(bytes)).toThrow(
      /^file: one takes 2147483647 bytes from byte 64, and the file has \d+ left/,
    )
  })

  it('when an entry lies beyond the file', () => {
    const bytes = archive()
    new DataView(bytes.buffer).setUint32(directoryOf(bytes) + 42, 0x7fffffff, true)
    expect(() => read(bytes)).toThrow('file: one should begin at byte 2147483647')
  })
})
