/**
 * How far a point is from the edge of a shape, negative inside, in the shape's own units: x to the right, y
 * down. It never claims more than there is (its slope is at most about one), so that whole tiles of a picture
 * can be skipped. Shapes follow Quilez, 2D distance functions.
 */
export type Distance = {
  (x: number, y: number): number
  /** The shape without the pieces that are farther than `reach` from (x, y). */
  prune?(x: number, y: number, reach: number): Distance
}

/** A shape of which only what is within `reach` of (x, y) matters. */
export const pruned = (shape: Distance, x: number, y: number, reach: number): Distance =>
  shape.prune?.(x, y, reach) ?? shape

export type Corner = readonly [number, number]

export const circle =
  (radius: number): Distance =>
  (x, y) =>
    Math.sqrt(x * x + y * y) - radius

/**
 * Half axes a and b. The nearest point is found by three steps along the evolute, which settle it to far below
 * a pixel. Quilez and Stephens, simple method for the distance to an ellipse.
 */
export const ellipse = (a: number, b: number): Distance => {
  const spread = a * a - b * b
  return (x, y) => {
    const u = Math.abs(x)
    const v = Math.abs(y)
    let tx = Math.SQRT1_2
    let ty = Math.SQRT1_2
    for (let step = 0; step < 3; step++) {
      const ex = (spread * tx * tx * tx) / a
      const ey = (-spread * ty * ty * ty) / b
      const rx = a * tx - ex
      const ry = b * ty - ey
      const qx = u - ex
      const qy = v - ey
      const ratio = Math.sqrt((rx * rx + ry * ry) / (qx * qx + qy * qy + 1e-12))
      tx = Math.min(1, Math.max(0, (qx * ratio + ex) / a))
      ty = Math.min(1, Math.max(0, (qy * ratio + ey) / b))
      const length = Math.sqrt(tx * tx + ty * ty)
      tx /= length
      ty /= length
    }
    const d = Math.sqrt((u - a * tx) * (u - a * tx) + (v - b * ty) * (v - b * ty))
    return (u * u) / (a * a) + (v * v) / (b * b) < 1 ? -d : d
  }
}

/** Half width and half height, corners rounded by `round`. */
export const box =
  (halfWidth: number, halfHeight: number, round = 0): Distance =>
  (x, y) => {
    const u = Math.abs(x) - halfWidth + round
    const v = Math.abs(y) - halfHeight + round
    const outside = u > 0 && v > 0 ? Math.sqrt(u * u + v * v) : Math.max(u, v)
    return outside - round
  }

/** A stroke from a to b whose radius goes from ra to rb. */
export function capsule([ax, ay]: Corner, [bx, by]: Corner, ra: number, rb = ra): Distance {
  const dx = bx - ax
  const dy = by - ay
  const square = dx * dx + dy * dy
  const widening = rb - ra
  const slope = Math.sqrt(1 + (widening * widening) / square)
  return (x, y) => {
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square))
    const u = x - ax - t * dx
    const v = y - ay - t * dy
    return (Math.sqrt(u * u + v * v) - ra - t * widening) / slope
  }
}

/** A stroke through the points whose radius goes from `from` at the first to `to` at the last. */
export function stroke(points: readonly Corner[], from: number, to = from): Distance {
  const last = points.length - 1
  const radius = (i: number) => from + ((to - from) * i) / last
  return union(...points.slice(1).map((p, i) => capsule(points[i]!, p, radius(i), radius(i + 1))))
}

/** `count` points on the quadratic Bézier curve a, b, c. */
export function curve(a: Corner, b: Corner, c: Corner, count = 14): Corner[] {
  return Array.from({ length: count }, (_, i) => {
    const t = i / (count - 1)
    const at = (k: 0 | 1) => (1 - t) ** 2 * a[k] + 2 * t * (1 - t) * b[k] + t * t * c[k]
    return [at(0), at(1)]
  })
}

/** A closed polygon, even-odd. */
export function polygon(corners: readonly Corner[]): Distance {
  const count = corners.length
  const xs = Float64Array.from(corners, c => c[0])
  const ys = Float64Array.from(corners, c => c[1])
  return (x, y) => {
    let nearest = Infinity
    let inside = false
    for (let i = 0, j = count - 1; i < count; j = i++) {
      const ex = xs[j]! - xs[i]!
      const ey = ys[j]! - ys[i]!
      const wx = x - xs[i]!
      const wy = y - ys[i]!
      const t = Math.min(1, Math.max(0, (wx * ex + wy * ey) / (ex * ex + ey * ey)))
      const u = wx - t * ex
      const v = wy - t * ey
      nearest = Math.min(nearest, u * u + v * v)
      if (ys[i]! > y !== ys[j]! > y && x < (ex * wy) / ey + xs[i]!) inside = !inside
    }
    return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest)
  }
}

/** Two arcs that meet in a point at either end: a leaf of the given half length (along y) and half width. */
export function lens(halfLength: number, halfWidth: number): Distance {
  const radius = (halfLength ** 2 + halfWidth ** 2) / (2 * halfWidth)
  const offset = radius - halfWidth
  return (x, y) => {
    const u = Math.abs(x)
    const v = Math.abs(y)
    if ((v - halfLength) * offset > u * halfLength) return Math.sqrt(u * u + (v - halfLength) ** 2)
    return Math.sqrt((u + offset) * (u + offset) + v * v) - radius
  }
}

/** An arc of a circle around the origin, opening downwards from -aperture to aperture (radians from up). */
export function arc(radius: number, aperture: number, thickness: number): Distance {
  const endX = radius * Math.sin(aperture)
  const endY = -radius * Math.cos(aperture)
  return (x, y) => {
    const u = Math.abs(x)
    const within = Math.atan2(u, -y) < aperture
    if (within) return Math.abs(Math.sqrt(u * u + y * y) - radius) - thickness
    return Math.sqrt((u - endX) * (u - endX) + (y - endY) * (y - endY)) - thickness
  }
}

/** Everything whose distance from the origin is below radius(angle), a smooth periodic function. */
export function outline(radius: (angle: number) => number): Distance {
  const steps = 2048
  const table = Float64Array.from({ length: steps + 1 }, (_, i) =>
    radius((2 * Math.PI * i) / steps - Math.PI),
  )
  const least = Math.min(...table)
  const steepest = table.reduce((most, r, i) => Math.max(most, Math.abs((table[i + 1] ?? r) - r)), 0)
  const steep = Math.hypot(1, (steepest * steps) / (2 * Math.PI) / least)
  return (x, y) => {
    const at = (Math.atan2(y, x) / (2 * Math.PI) + 0.5) * steps
    const i = Math.min(steps - 1, Math.floor(at))
    const step = table[i + 1]! - table[i]!
    const r = Math.sqrt(x * x + y * y)
    const slope = (step * steps) / (2 * Math.PI) / Math.max(r, least)
    return cautious(r - table[i]! - (at - i) * step, Math.sqrt(1 + slope * slope), steep)
  }
}

/** A smooth half width along y, as a table. */
export type Profile = {
  readonly top: number
  readonly bottom: number
  at(y: number): number
  slope(y: number): number
}

/** The smooth curve through [y, half width] points in order of y (monotone cubic: it never overshoots). */
export function profile(points: readonly Corner[]): Profile {
  const top = points[0]![0]
  const bottom = points.at(-1)![0]
  const steps = 512
  const step = (bottom - top) / steps
  const table = new Float64Array(steps + 1)
  const secant = points.slice(1).map((p, i) => (p[1] - points[i]![1]) / (p[0] - points[i]![0]))
  const tangent = points.map((_, i) => {
    const before = secant[i - 1] ?? secant[i]!
    const after = secant[i] ?? before
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after)
  })
  for (let s = 0, i = 0; s <= steps; s++) {
    const y = top + s * step
    while (i < points.length - 2 && y > points[i + 1]![0]) i++
    const h = points[i + 1]![0] - points[i]![0]
    const t = (y - points[i]![0]) / h
    table[s] =
      (1 + 2 * t) * (1 - t) ** 2 * points[i]![1] +
      t * (1 - t) ** 2 * h * tangent[i]! +
      t * t * (3 - 2 * t) * points[i + 1]![1] +
      t * t * (t - 1) * h * tangent[i + 1]!
  }
  const place = (y: number) => Math.min(steps - 1e-9, Math.max(0, (y - top) / step))
  return {
    top,
    bottom,
    at(y) {
      const s = place(y)
      const i = Math.floor(s)
      return table[i]! + (s - i) * (table[i + 1]! - table[i]!)
    },
    slope(y) {
      const i = Math.floor(place(y))
      return (table[i + 1]! - table[i]!) / step
    },
  }
}

/** The silhouette of a turned body: |x| at most the profile, between its ends. */
export function turned(body: Profile): Distance {
  const steps = 64
  const slopes = Array.from({ length: steps }, (_, i) =>
    Math.abs(body.slope(body.top + ((body.bottom - body.top) * (i + 0.5)) / steps)),
  )
  const steep = Math.hypot(1, Math.max(...slopes))
  return (x, y) => {
    const slope = body.slope(y)
    const side = cautious(Math.abs(x) - body.at(y), Math.sqrt(1 + slope * slope), steep)
    return Math.max(side, body.top - y, y - body.bottom)
  }
}

/** A height over an edge made a distance by the slope there; far outside, where others may be nearer, by the steepest. */
function cautious(height: number, here: number, steepest: number): number {
  const d = height / here
  return d < 0.1 ? d : Math.max(0.1, height / steepest)
}

/** A turned body seen from a little above: its top and bottom edges are ellipses, `tilt` times as high as wide. */
export function vessel(body: Profile, tilt: number): Distance {
  const end = (y: number) => placed(ellipse(body.at(y), tilt * body.at(y)), 0, y)
  return union(turned(body), end(body.top), end(body.bottom))
}

export function union(...shapes: Distance[]): Distance {
  if (shapes.length === 1) return shapes[0]!
  return Object.assign(least(shapes), {
    prune(x: number, y: number, reach: number) {
      const left = shapes.filter(shape => shape(x, y) <= reach).map(shape => pruned(shape, x, y, reach))
      return left.length === 0 ? nowhere : least(left)
    },
  })
}

const nowhere: Distance = () => Infinity

function least(shapes: readonly Distance[]): Distance {
  if (shapes.length === 1) return shapes[0]!
  if (shapes.length === 2) {
    const [a, b] = shapes as [Distance, Distance]
    return (x, y) => Math.min(a(x, y), b(x, y))
  }
  return (x, y) => {
    let nearest = Infinity
    for (let i = 0; i < shapes.length; i++) {
      const d = shapes[i]!(x, y)
      if (d < nearest) nearest = d
    }
    return nearest
  }
}

/** A union whose inner corners are filled over a width of k. */
export function melt(k: number, ...shapes: Distance[]): Distance {
  return Object.assign(melted(k, shapes), {
    prune(x: number, y: number, reach: number) {
      const left = shapes
        .filter(shape => shape(x, y) <= reach + k)
        .map(shape => pruned(shape, x, y, reach + k))
      return left.length === 0 ? nowhere : melted(k, left)
    },
  })
}

function melted(k: number, shapes: readonly Distance[]): Distance {
  return (x, y) => {
    let sum = shapes[0]!(x, y)
    for (let i = 1; i < shapes.length; i++) {
      const d = shapes[i]!(x, y)
      const h = Math.max(0, k - Math.abs(sum - d))
      sum = Math.min(sum, d) - (h * h) / (4 * k)
    }
    return sum
  }
}

/** What is in the first and in none of the others. */
export function cut(shape: Distance, ...holes: Distance[]): Distance {
  const hole = union(...holes)
  return (x, y) => Math.max(shape(x, y), -hole(x, y))
}

export const both =
  (a: Distance, b: Distance): Distance =>
  (x, y) =>
    Math.max(a(x, y), b(x, y))

/** A band of half width `thickness` along the edge of a shape. */
export const ring =
  (shape: Distance, thickness: number): Distance =>
  (x, y) =>
    Math.abs(shape(x, y)) - thickness

/** The shape grown by `by` (rounding its corners), or shrunk when negative. */
export const grown =
  (shape: Distance, by: number): Distance =>
  (x, y) =>
    shape(x, y) - by

/** The shape moved to (x, y), turned clockwise by `angle` radians and scaled. */
export function placed(shape: Distance, atX: number, atY: number, angle = 0, scale = 1): Distance {
  const cos = Math.cos(angle) / scale
  const sin = Math.sin(angle) / scale
  const moved: Distance =
    angle === 0 && scale === 1
      ? (x, y) => shape(x - atX, y - atY)
      : (x, y) => {
          const u = x - atX
          const v = y - atY
          return scale * shape(cos * u + sin * v, cos * v - sin * u)
        }
  if (shape.prune === undefined) return moved
  return Object.assign(moved, {
    prune(x: number, y: number, reach: number) {
      const u = x - atX
      const v = y - atY
      return placed(shape.prune!(cos * u + sin * v, cos * v - sin * u, reach / scale), atX, atY, angle, scale)
    },
  })
}

export const mirrored =
  (shape: Distance): Distance =>
  (x, y) =>
    shape(Math.abs(x), y)

/** `count` copies around the origin of a shape that lies along the upward axis, within its sector. */
export function around(shape: Distance, count: number): Distance {
  const sector = (2 * Math.PI) / count
  return (x, y) => {
    const angle = Math.atan2(x, -y)
    const folded = angle - sector * Math.round(angle / sector)
    const r = Math.sqrt(x * x + y * y)
    return shape(r * Math.sin(folded), -r * Math.cos(folded))
  }
}

/** Half plane left of the line from a to b (in a picture with y down: the outside of a clockwise turn). */
export function side([ax, ay]: Corner, [bx, by]: Corner): Distance {
  const length = Math.hypot(bx - ax, by - ay)
  const nx = (ay - by) / length
  const ny = (bx - ax) / length
  return (x, y) => (x - ax) * nx + (y - ay) * ny
}
