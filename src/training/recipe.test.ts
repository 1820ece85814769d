import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { tinyRecipe } from '../../test/tiny-training.ts'
import { readRecipe, recipeDifferences } from './recipe.ts'

const text = JSON.stringify(tinyRecipe)

describe('a recipe', () => {
  it('comes back as it was written, with defaults filled in', () => {
    expect(readRecipe(text, 'tiny.json')).toEqual(tinyRecipe)
    const { seed, clip, ...rest } = tinyRecipe
    expect(readRecipe(JSON.stringify(rest), 'tiny.json')).toMatchObject({ seed: 1, clip: 0 })
  })

  it('is refused with the file and the place', () => {
    const wrong = (change: object) => () => readRecipe(JSON.stringify({ ...tinyRecipe, ...change }), 'r.json')
    expect(() => readRecipe('{"batch": 2', 'r.json')).toThrow(/^recipe: r.json is no JSON/)
    expect(wrong({ batch: 0 })).toThrow(/^recipe: r.json: batch: /)
    expect(wrong({ bacth: 2 })).toThrow(/^recipe: r.json: bacth: /)
    expect(wrong({ schedule: { rate: 0.1, warmpu: 3 } })).toThrow(/^recipe: r.json: schedule.warmpu: /)
    expect(wrong({ network: { ...tinyRecipe.network, channels: 5 } })).toThrow(
      'network.channels: expected three',
    )
  })

  it('tells what another says otherwise', () => {
    const other = { ...tinyRecipe, batch: 4, schedule: { ...tinyRecipe.schedule, rate: 0.1 } }
    expect(recipeDifferences(other, tinyRecipe)).toEqual([
      'batch is 4, not 2',
      'schedule.rate is 0.1, not 0.001',
    ])
    expect(recipeDifferences(tinyRecipe, readRecipe(text, 'tiny.json'))).toEqual([])
  })
})

for (const name of ['dextr', 'concave', 'occlusion', 'long', 'fine-tune', 'first', 'refine', 'tiny'])
  it(`"${name}" that comes along can be read`, () => {
    const file = new URL(`../../models/${name}/recipe.json`, import.meta.url)
    expect(readRecipe(readFileSync(file, 'utf8'), name).steps).toBeGreaterThan(0)
  })
