import type { Point } from './geometry.ts'

/** The map x' = a x + b y + c, y' = d x + e y + f as [a, b, c, d, e, f], the rows of OpenCV's 2×3 matrix. */
export type Affine = readonly [number, number, number, number, number, number]

export const identity: Affine = [1, 0, 0, 0, 1, 0]

export function apply([a, b, c, d, e, f]: Affine, { x, y }: Point): Point {
  return { x: a * x + b * y + c, y: d * x + e * y + f }
}

/** The map that does `inner` first and `outer` to its result. */
export function compose(outer: Affine, inner: Affine): Affine {
  const [a, b, c, d, e, f] = outer
  const [p, q, r, s, t, u] = inner
  return [a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f]
}

/**
 * The map back. In the order of operations of OpenCV's warpAffine, whose rounding shows in its results.
 *
 * @throws RangeError when the map flattens the plane to a line or a point
 */
export function invert([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * e - b * d
  if (!determinant)
    throw new RangeError(`invert: the map [${[a, b, c, d, e, f].join(', ')}] has determinant ${determinant}`)
  const k = 1 / determinant
  const [p, q, s, t] = [e * k, b * -k, d * -k, a * k]
  return [p, q, -p * c - q * f, s, t, -s * c - t * f]
}

/** Counter-clockwise rotation by `degrees` (y points down) with scaling, both about `centre`. */
export function rotation(centre: Point, degrees: number, scale = 1): Affine {
  const cos = scale * Math.cos((degrees * Math.PI) / 180)
  const sin = scale * Math.sin((degrees * Math.PI) / 180)
  const { x, y } = centre
  return [cos, sin, (1 - cos) * x - sin * y, -sin, cos, sin * x + (1 - cos) * y]
}
