import { asphalt } from './asphalt.ts'
import { brick } from './brick.ts'
import { cloth } from './cloth.ts'
import { lawn } from './lawn.ts'
import { litter } from './litter.ts'
import { marble } from './marble.ts'
import { paper } from './paper.ts'
import { pebbles } from './pebbles.ts'
import { plaster } from './plaster.ts'
import { sand } from './sand.ts'
import { tiles } from './tiles.ts'
import { wood } from './wood.ts'

/** What things lie on when seen from above. */
export const floors = [
  wood,
  wood,
  cloth,
  cloth,
  marble,
  plaster,
  tiles,
  sand,
  pebbles,
  paper,
  lawn,
  litter,
  asphalt,
]

/** What things stand on indoors. */
export const tables = [wood, wood, cloth, marble, tiles, plaster, paper]

/** What is behind them. */
export const walls = [plaster, plaster, brick, tiles, cloth, wood, paper]

/** What things stand on outdoors where it is not grass. */
export const grounds = [sand, asphalt, pebbles, litter]
