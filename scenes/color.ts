import type { Random } from '../src/image/index.ts'

/** Linear light in the primaries of sRGB; reflectances lie between 0 and 1. */
export type Color = readonly [number, number, number]

/** A colour that is written in place, so that a pixel allocates nothing. */
export type Mixable = [number, number, number]

/**
 * A colour from lightness (0 to 1), chroma (0 to about 0.3) and hue (degrees: 30 red, 90 yellow, 140 green,
 * 250 blue, 330 purple), with equal steps about equally visible. Out-of-gamut channels are clipped.
 *
 * @see Ottosson, A perceptual color space for image processing, 2020
 */
export function oklch(lightness: number, chroma: number, hue: number): Color {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** `oklch` with each number off by up to the given amounts. */
export function near(
  next: Random,
  [lightness, chroma, hue]: readonly [number, number, number],
  [dl, dc, dh]: readonly [number, number, number] = [0.05, 0.02, 8],
): Color {
  const off = (amount: number) => amount * (2 * next() - 1)
  return oklch(lightness + off(dl), Math.max(0, chroma + off(dc)), hue + off(dh))
}

export function mix(a: Color, b: Color, t: number): Color {
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])]
}

export function scaled(color: Color, factor: number): Color {
  return [color[0] * factor, color[1] * factor, color[2] * factor]
}

/** Moves `out` towards `color` by `t`. */
export function blend(out: Mixable, color: Color, t: number): void {
  out[0] += t * (color[0] - out[0])
  out[1] += t * (color[1] - out[1])
  out[2] += t * (color[2] - out[2])
}

export function copy(out: Mixable, color: Color): void {
  out[0] = color[0]
  out[1] = color[1]
  out[2] = color[2]
}

export function dim(out: Mixable, factor: number): void {
  out[0] *= factor
  out[1] *= factor
  out[2] *= factor
}

/** Linear light to the sRGB curve, both 0 to 1. IEC 61966-2-1. */
export function gammaEncode(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
}

const clip = (value: number) => Math.min(1, Math.max(0, value))
