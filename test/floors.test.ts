import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'

// The table of DESIGN: a folder imports only from floors with a smaller number, and others only by their index;
// what runs in a browser imports nothing of Node's.

const { floors, node } = JSON.parse(readFileSync('floors.json', 'utf8')) as {
  floors: Record<string, number>
  node: string[]
}

type Import = { file: string; from: string; folder: string; target: string }

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map(file => join('src', file).replaceAll('\\', '/'))
  .filter(file => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))

const imports: Import[] = files.flatMap(file =>
  [...readFileSync(file, 'utf8').matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map(match => {
    const from = (match[1] ?? match[2])!
    const target = from.startsWith('.') ? normalize(join(dirname(file), from)).replaceAll('\\', '/') : from
    return { file, from, folder: folderOf(file), target }
  }),
)

function folderOf(path: string): string {
  const [, folder, ...rest] = path.split('/')
  return rest.length > 0 ? folder! : '(root)'
}

it('every folder of src has a floor', () => {
  const folders = new Set(files.map(folderOf))
  expect([...folders].filter(folder => !(folder in floors))).toEqual([])
})

it('a folder imports only from lower floors', () => {
  const wrong = imports.filter(({ folder, target }) => {
    const other = target.startsWith('src/') ? folderOf(target) : folder
    return other !== folder && !(floors[other]! < floors[folder]!)
  })
  expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([])
})

it('another folder is entered by its index, or by its part for Node or the browser', () => {
  const wrong = imports.filter(({ folder, target }) => {
    if (!target.startsWith('src/') || folderOf(target) === folder) return false
    return !/^src\/([a-z]+\/)?(index|node|browser)\.ts$/.test(target)
  })
  expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([])
})

it('what a browser runs imports nothing from Node', () => {
  const wrong = imports.filter(
    ({ file, from }) =>
      /^(node:|sharp$|onnxruntime-node$)/.test(from) && !node.some(part => file.startsWith(`src/${part}`)),
  )
  expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([])
})

it('the page is made of what runs in a browser, and knows server and store by types alone', () => {
  const allowed =
    /^src\/(annotator\/|(mask|image|guidance|document|formats)\/index\.ts$|server\/browser\.ts$)/
  const wrong = imports.filter(
    ({ folder, target }) => folder === 'annotator' && target.startsWith('src/') && !allowed.test(target),
  )
  expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([])
  for (const file of ['src/server/browser.ts', 'src/store/browser.ts'])
    expect(readFileSync(file, 'utf8').match(/^(import|export)(?! type).*/gm), file).toBeNull()
})
