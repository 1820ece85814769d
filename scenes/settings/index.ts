import type { Setting } from '../setting.ts'
import type { Pose } from '../shape.ts'
import { air } from './air.ts'
import { meadow } from './meadow.ts'
import { room } from './room.ts'
import { tabletop } from './tabletop.ts'
import { water } from './water.ts'

/** The places that pictures show, by name and by how often, and how objects are held there (and how often). */
export const settings: readonly {
  readonly name: string
  readonly weight: number
  readonly poses: readonly Pose[]
  readonly make: Setting
}[] = [
  { name: 'tabletop', weight: 5, poses: ['lying'], make: tabletop },
  { name: 'room', weight: 4, poses: ['standing'], make: room },
  { name: 'meadow', weight: 4, poses: ['standing', 'standing', 'floating'], make: meadow },
  { name: 'air', weight: 2, poses: ['floating'], make: air },
  { name: 'water', weight: 1, poses: ['swimming'], make: water },
]
