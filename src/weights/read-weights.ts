import { Cursor } from './cursor.ts'
import { type NamedTensors, networkTensors } from './named-tensors.ts'
import { isNpy, readNpy } from './npy.ts'
import { readPth } from './pth.ts'
import { readSafetensors } from './safetensors.ts'

const openingBrace = 0x7b
/** The opcode PROTO. */
const pickleBegins = 0x80

/** What people pass by mistake, by how it begins. */
const otherFiles: [beginning: string, what: string][] = [
  ['<', 'is a web page or XML; the download went wrong'],
  ['version https://git-lfs', 'is a pointer of Git LFS; fetch the file itself with git lfs pull'],
  ['\x1f\x8b', 'is compressed with gzip; unpack it first'],
  ['\x89HDF', 'is an HDF5 file; save its arrays as safetensors'],
]

/**
 * The tensors of a weight file (.pth, .safetensors, .npy), which is recognised by its first bytes, under the names
 * that the network has: see `networkTensors`. The array of an .npy file is named after the file. Elements are
 * views of `bytes` wherever they can be, so `bytes` must not change.
 *
 * @param file  its name, for errors and for .npy
 * @throws RangeError when it is none of these, damaged, cut off, or holds anything but data
 */
export function readWeights(bytes: Uint8Array, file: string): NamedTensors {
  return networkTensors(readNamed(bytes, file))
}

function readNamed(bytes: Uint8Array, file: string): NamedTensors {
  const begins = (text: string) =>
    Array.from(text).every((character, i) => bytes[i] === character.charCodeAt(0))
  if (isNpy(bytes)) return new Map([[stem(file), readNpy(bytes, file)]])
  if (bytes[8] === openingBrace) return readSafetensors(bytes, file)
  if (begins('PK') || bytes[0] === pickleBegins) return readPth(bytes, file)
  const [, mistake = 'is no weight file; expected .pth, .safetensors or .npy'] =
    otherFiles.find(([beginning]) => begins(beginning)) ?? []
  return new Cursor(bytes, file).fail(mistake)
}

/** The name of a file without folders and ending. */
function stem(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '')
}
