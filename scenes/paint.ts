import type { Raster } from '../src/image/index.ts'
import type { Mixable } from './color.ts'
import { type Distance, pruned, union } from './distance.ts'
import { develop, type Exposure } from './lens.ts'
import { type Light, reflectance, shade } from './light.ts'
import { smoothstep } from './noise.ts'
import type { Placed, Scene, Shadow } from './scene.ts'
import type { Material, Part, Tilt } from './shape.ts'

/** Pixels of a scene: the picture, the number of the front-most object at every pixel, and one object's alpha. */
export type Painting = {
  readonly image: Raster<Uint8Array>
  readonly labels: Raster<Uint16Array>
  readonly alpha?: Raster<Uint8Array>
}

/** A square of the picture while it is being painted, in linear light. */
type Tile = Exposure & {
  readonly labels: Uint16Array
  readonly alpha: Float32Array
}

const tileSize = 32

/** An object with what the painter asks of it again and again. */
type Prepared = { readonly placed: Placed; readonly silhouette: Distance }

/**
 * Paints a scene tile by tile, so that memory does not grow with the picture beyond the pictures themselves.
 *
 * A pixel belongs to the front-most object that covers at least half of it; coverage is measured at 16 places
 * in every pixel that an edge may cross. The lens blurs what is drawn, never the labels.
 *
 * @param matte  the number of an object whose visible alpha is wanted as well
 */
export function paint(scene: Scene, width: number, height: number, matte?: number): Painting {
  const image = new Uint8Array(width * height * 3)
  const labels = new Uint16Array(width * height)
  const alpha = matte === undefined ? undefined : new Uint8Array(width * height)
  const objects = scene.objects.map(placed => ({
    placed,
    silhouette: union(...placed.shape.map(part => part.distance)),
  }))
  const tile = {
    colors: new Float32Array(tileSize * tileSize * 3),
    labels: new Uint16Array(tileSize * tileSize),
    alpha: new Float32Array(tileSize * tileSize),
  }
  for (let y0 = 0; y0 < height; y0 += tileSize)
    for (let x0 = 0; x0 < width; x0 += tileSize) {
      const part: Tile = {
        ...tile,
        stride: tileSize,
        x0,
        y0,
        width: Math.min(tileSize, width - x0),
        height: Math.min(tileSize, height - y0),
      }
      paintTile(part, scene, objects, 1 / height, matte)
      for (let row = 0; row < part.height; row++) {
        const from = row * tileSize
        const to = (y0 + row) * width + x0
        labels.set(part.labels.subarray(from, from + part.width), to)
        if (alpha !== undefined)
          for (let i = 0; i < part.width; i++) alpha[to + i] = Math.round(255 * part.alpha[from + i]!)
      }
      develop(image, part, scene.lens, width, height)
    }
  return {
    image: { width, height, channels: 3, data: image },
    labels: { width, height, channels: 1, data: labels },
    ...(alpha && { alpha: { width, height, channels: 1, data: alpha } }),
  }
}

function paintTile(tile: Tile, scene: Scene, objects: Prepared[], pixel: number, matte?: number): void {
  const color: Mixable = [0, 0, 0]
  tile.labels.fill(0)
  tile.alpha.fill(0)
  for (let row = 0; row < tile.height; row++)
    for (let column = 0; column < tile.width; column++) {
      scene.backdrop(color, (tile.x0 + column + 0.5) * pixel, (tile.y0 + row + 0.5) * pixel, pixel)
      const i = 3 * (row * tileSize + column)
      tile.colors[i] = color[0]
      tile.colors[i + 1] = color[1]
      tile.colors[i + 2] = color[2]
    }
  if (scene.shadowsOnGroundOnly)
    for (const object of objects)
      for (const shadow of object.placed.shadows) castShadow(tile, object, shadow, pixel)
  for (const object of objects) {
    if (!scene.shadowsOnGroundOnly)
      for (const shadow of object.placed.shadows) castShadow(tile, object, shadow, pixel)
    paintObject(tile, scene, object, pixel, matte)
  }
}

/** Darkens a tile where the object stands between it and the light. */
function castShadow(tile: Tile, { silhouette }: Prepared, shadow: Shadow, pixel: number): void {
  const [a, b, c, d, e, f] = shadow.map
  // The largest step in the object's coordinates per step in the picture, for skipping tiles.
  const stretch = Math.hypot(a, b, d, e)
  const widest = shadow.softness * shadow.scale * (shadow.fades ? 5 : 1)
  const reach = 1.2 * (tileSize * pixel * Math.SQRT1_2 * stretch + widest)
  const centerX = (tile.x0 + tileSize / 2) * pixel
  const centerY = (tile.y0 + tileSize / 2) * pixel
  const centerU = a * centerX + b * centerY + c
  const centerV = d * centerX + e * centerY + f
  if (silhouette(centerU, centerV) > reach) return
  const near = pruned(silhouette, centerU, centerV, reach)
  const darkness = (column: number, row: number) => {
    const x = (tile.x0 + column + 0.5) * pixel
    const y = (tile.y0 + row + 0.5) * pixel
    const v = d * x + e * y + f
    // What stands high throws a softer shadow, and less of it.
    const rise = shadow.fades ? Math.min(1, Math.max(0, (1 - v) / 2)) : 0
    const spread = shadow.softness * shadow.scale * (1 + 4 * rise)
    return shadow.strength * (1 - 0.6 * rise) * smoothstep(spread, -spread, near(a * x + b * y + c, v))
  }
  // A soft shadow is evaluated on a grid and interpolated.
  const step = 2 ** Math.max(0, Math.min(4, Math.floor(Math.log2(shadow.softness / (2 * pixel)))))
  const nodes = tileSize / step + 1
  const grid = new Float32Array(nodes * nodes)
  for (let j = 0; j < nodes; j++)
    for (let i = 0; i < nodes; i++) grid[j * nodes + i] = darkness(i * step, j * step)
  for (let row = 0; row < tile.height; row++) {
    if ((tile.y0 + row + 0.5) * pixel < shadow.above) continue
    const j = Math.floor(row / step)
    const t = row / step - j
    for (let column = 0; column < tile.width; column++) {
      const k = j * nodes + Math.floor(column / step)
      const s = column / step - Math.floor(column / step)
      const upper = grid[k]! + s * (grid[k + 1]! - grid[k]!)
      const lower = grid[k + nodes]! + s * (grid[k + nodes + 1]! - grid[k + nodes]!)
      const dark = upper + t * (lower - upper)
      if (dark === 0) continue
      const i = 3 * (row * tileSize + column)
      tile.colors[i] = tile.colors[i]! * (1 - dark)
      tile.colors[i + 1] = tile.colors[i + 1]! * (1 - 0.97 * dark)
      tile.colors[i + 2] = tile.colors[i + 2]! * (1 - 0.92 * dark)
    }
  }
}

function paintObject(tile: Tile, scene: Scene, object: Prepared, pixel: number, matte?: number): void {
  const { id, shape, x, y, scale, angle, mirrored, blur, grounded } = object.placed
  // From the picture to the object: u = ux X + uy Y, v = vx X + vy Y around the object's place.
  const flip = mirrored ? -1 : 1
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const ux = (flip * cos) / scale
  const uy = (flip * sin) / scale
  const vx = -sin / scale
  const vy = cos / scale
  const unit = pixel / scale
  const soft = Math.max(unit, blur / scale)
  // A fifth more, for distances are exact only near edges.
  const reach = 1.2 * (tileSize * unit * Math.SQRT1_2 + soft)
  const centerX = (tile.x0 + tileSize / 2) * pixel - x
  const centerY = (tile.y0 + tileSize / 2) * pixel - y
  const centerU = ux * centerX + uy * centerY
  const centerV = vx * centerX + vy * centerY
  const parts = shape
    .filter(part => part.distance(centerU, centerV) < reach)
    .map(part => ({ ...part, distance: pruned(part.distance, centerU, centerV, reach) }))
  if (parts.length === 0) return
  const silhouette = union(...parts.map(part => part.distance))

  const brush: Brush = { light: [0, 0, 0], weight: 0, least: 0, color: [0, 0, 0], tilt: [0, 0] }
  const turn = { cos, sin, flip }
  for (let row = 0; row < tile.height; row++)
    for (let column = 0; column < tile.width; column++) {
      const px = (tile.x0 + column + 0.5) * pixel - x
      const py = (tile.y0 + row + 0.5) * pixel - y
      const u = ux * px + uy * py
      const v = vx * px + vy * py
      paintParts(brush, parts, u, v, soft, scene.light, turn)
      if (brush.least >= soft) continue
      const covered =
        Math.abs(brush.least) > 0.75 * unit
          ? Number(brush.least < 0)
          : coverage(silhouette, u, v, unit, ux * pixel, uy * pixel, vx * pixel, vy * pixel)
      const seen = soft > unit ? smoothstep(soft, -soft, brush.least) : covered
      const i = row * tileSize + column
      if (covered >= 0.5) tile.labels[i] = id
      tile.alpha[i] = matte === id ? seen : tile.alpha[i]! * (1 - seen)
      if (seen === 0) continue
      // Less light reaches what is just above the ground.
      const weight = (seen / brush.weight) * (grounded ? 1 - 0.45 * smoothstep(0.55, 1.02, v) : 1)
      const j = 3 * i
      tile.colors[j] = tile.colors[j]! * (1 - seen) + weight * brush.light[0]
      tile.colors[j + 1] = tile.colors[j + 1]! * (1 - seen) + weight * brush.light[1]
      tile.colors[j + 2] = tile.colors[j + 2]! * (1 - seen) + weight * brush.light[2]
    }
}

/** How much of a pixel lies inside, from 4 × 4 samples: (ux, vx) and (uy, vy) are its sides. */
function coverage(
  silhouette: Distance,
  u: number,
  v: number,
  unit: number,
  ux: number,
  uy: number,
  vx: number,
  vy: number,
): number {
  let sum = 0
  for (let j = -1.5; j < 2; j++)
    for (let i = -1.5; i < 2; i++) {
      const d = silhouette(u + (i * ux + j * uy) / 4, v + (i * vx + j * vy) / 4)
      sum += Math.min(1, Math.max(0, 0.5 - (4 * d) / unit))
    }
  return sum / 16
}

/** The light of an object at a point, how much of it is covered by parts, and the distance of the nearest part. */
type Brush = {
  readonly light: Mixable
  weight: number
  least: number
  readonly color: Mixable
  readonly tilt: Tilt
}

/** Sums the light of the parts at a point, front to back, until they cover it. */
function paintParts(
  brush: Brush,
  parts: readonly Part[],
  u: number,
  v: number,
  soft: number,
  light: Light,
  turn: { readonly cos: number; readonly sin: number; readonly flip: number },
): void {
  const { light: sum, color, tilt } = brush
  sum[0] = 0
  sum[1] = 0
  sum[2] = 0
  brush.least = Infinity
  let open = 1
  for (let k = parts.length - 1; k >= 0 && open > 1e-3; k--) {
    const { distance, relief, material } = parts[k]!
    const d = distance(u, v)
    if (d < brush.least) brush.least = d
    if (d >= soft) continue
    const share = open * Math.max(1e-3, smoothstep(soft, -soft, d))
    relief(tilt, u, v, Math.min(d, 0), distance)
    if (material.bump !== undefined) roughen(tilt, material.bump, u, v, soft)
    // From the object's axes to the picture's.
    const tx = turn.flip * tilt[0]
    const ty = tilt[1]
    tilt[0] = turn.cos * tx - turn.sin * ty
    tilt[1] = turn.sin * tx + turn.cos * ty
    reflectance(color, material, u, v, soft)
    shade(color, tilt, material, light)
    sum[0] += share * color[0]
    sum[1] += share * color[1]
    sum[2] += share * color[2]
    open -= share
  }
  brush.weight = 1 - open
}

/** Leans a surface by the slope of its small relief. */
function roughen(
  tilt: Tilt,
  [height, depth]: NonNullable<Material['bump']>,
  u: number,
  v: number,
  soft: number,
): void {
  const step = Math.max(soft, 0.004)
  const here = height(u, v, soft)
  tilt[0] -= (depth * (height(u + step, v, soft) - here)) / step
  tilt[1] -= (depth * (height(u, v + step, soft) - here)) / step
}
