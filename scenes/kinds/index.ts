import type { Kind } from '../shape.ts'
import { apple } from './apple.ts'
import { balloon } from './balloon.ts'
import { banana } from './banana.ts'
import { bicycle } from './bicycle.ts'
import { bird } from './bird.ts'
import { book } from './book.ts'
import { bottle } from './bottle.ts'
import { butterfly } from './butterfly.ts'
import { cable } from './cable.ts'
import { cactus } from './cactus.ts'
import { chair } from './chair.ts'
import { citrus } from './citrus.ts'
import { cutlery } from './cutlery.ts'
import { donut } from './donut.ts'
import { feather } from './feather.ts'
import { fish } from './fish.ts'
import { flower } from './flower.ts'
import { gear } from './gear.ts'
import { glasses } from './glasses.ts'
import { hammer } from './hammer.ts'
import { jellyfish } from './jellyfish.ts'
import { key } from './key.ts'
import { kite } from './kite.ts'
import { lamp } from './lamp.ts'
import { leaf } from './leaf.ts'
import { maple } from './maple.ts'
import { mug } from './mug.ts'
import { mushroom } from './mushroom.ts'
import { pear } from './pear.ts'
import { plant } from './plant.ts'
import { pompom } from './pompom.ts'
import { quadruped } from './quadruped.ts'
import { scissors } from './scissors.ts'
import { starfish } from './starfish.ts'
import { stone } from './stone.ts'
import { turtle } from './turtle.ts'
import { umbrella } from './umbrella.ts'
import { vase } from './vase.ts'

/** Everything that scenes can show; a new kind is one file and one line here. */
export const kinds: readonly Kind[] = [
  apple,
  balloon,
  banana,
  bicycle,
  bird,
  book,
  bottle,
  butterfly,
  cable,
  cactus,
  chair,
  citrus,
  cutlery,
  donut,
  feather,
  fish,
  flower,
  gear,
  glasses,
  hammer,
  jellyfish,
  key,
  kite,
  lamp,
  leaf,
  maple,
  mug,
  mushroom,
  pear,
  plant,
  pompom,
  quadruped,
  scissors,
  starfish,
  stone,
  turtle,
  umbrella,
  vase,
]
