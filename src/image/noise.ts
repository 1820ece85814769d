import type { Planes } from './planes.ts'
import { normal, type Random } from './random.ts'

/**
 * Adds a camera's noise in place to values of 0 to 255, and limits them to these: normal, with a variance of
 * readNoise² + shotNoise * value. Black stays black, since it is what lies outside a photo.
 *
 * @param readNoise  standard deviation where it is dark
 * @param shotNoise  variance per grey level, as of light counted by the photon (Poisson): 1 is very noisy
 */
export function addNoise({ data }: Planes, readNoise: number, shotNoise: number, next: Random): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (value === 0) continue
    const deviation = Math.sqrt(readNoise * readNoise + shotNoise * value)
    data[i] = Math.min(Math.max(value + deviation * normal(next), 0), 255)
  }
}
