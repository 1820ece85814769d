/** The endings that photos have. */
export const photoName = /\.(jpe?g|png|webp|tiff?|gif|avif|bmp|heic)$/i

/** A path with slashes between folders, whatever system it was written on, without empty and "." steps. */
export function posix(path: string): string {
  const absolute = path.startsWith('/') ? '/' : ''
  const steps = path.replaceAll('\\', '/').split('/')
  return absolute + steps.filter(step => step !== '' && step !== '.').join('/')
}

/** A path as seen from a folder, both in the same place: "a/b" and "../c.jpg" make "a/c.jpg". */
export function resolvePath(folder: string, path: string): string {
  if (/^([a-z]:|[\\/])/i.test(path)) return posix(path)
  const steps: string[] = []
  for (const step of posix(`${folder}/${path}`).replace(/^\//, '').split('/'))
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop()
    else steps.push(step)
  return steps.join('/')
}

/** A path that stays inside the folder that it counts from: "../a.jpg" and "C:\\a.jpg" become "a.jpg". */
export function insidePath(path: string): string {
  const steps = posix(path).split('/')
  const inside = steps.filter(step => step !== '' && step !== '..' && !/^[a-z]:$/i.test(step))
  return inside.join('/') || 'unnamed'
}

/** Everything before the last slash; '' without one. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** What follows the last slash. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** A path without the ending of its name. */
export function stemOf(path: string): string {
  return path.replace(/(?<=[^/])\.[^./]*$/, '')
}

/** Joins steps, of which some may be empty. */
export function join(...steps: readonly string[]): string {
  return steps.filter(step => step !== '').join('/')
}

/** How a folder names what lies in another: from "labels/a" to "images/x.jpg" is "../../images/x.jpg". */
export function relativePath(folder: string, path: string): string {
  const ups = folder === '' ? 0 : folder.split('/').length
  return '../'.repeat(ups) + path
}
