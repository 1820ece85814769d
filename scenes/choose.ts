import type { Random } from '../src/image/index.ts'

/** A number between two others. */
export const between = (next: Random, low: number, high: number): number => low + (high - low) * next()

/** A whole number from low to high, both included. */
export const whole = (next: Random, low: number, high: number): number =>
  low + Math.floor(next() * (high - low + 1))

/** True with the given probability. */
export const chance = (next: Random, probability: number): boolean => next() < probability

/** One of a list. */
export const pick = <T>(next: Random, list: readonly T[]): T => list[Math.floor(next() * list.length)]!
