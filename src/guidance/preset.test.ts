import * as v from 'valibot'
import { expect, it } from 'vitest'
import { presetSchema, presets } from './preset.ts'

it('presets go through JSON and their schema unchanged', () => {
  for (const preset of Object.values(presets))
    expect(v.parse(presetSchema, JSON.parse(JSON.stringify(preset)))).toEqual(preset)
})

it('refuses released sampling with a crop that would not lie on whole pixels', () => {
  const { paper } = presets
  for (const change of [
    { margin: { share: 0.2, pixels: 50 } },
    { margin: { share: 0, pixels: 4.5 } },
    { aspect: 'kept' },
  ])
    expect(() => v.parse(presetSchema, { ...paper, ...change })).toThrow(
      "sampling 'released' works on whole pixels",
    )
})

it('refuses channels and fields that it does not know', () => {
  expect(() => v.parse(presetSchema, { ...presets.default, channels: ['depth'] })).toThrow()
  expect(() => v.parse(presetSchema, { ...presets.default, zoom: 2 })).toThrow()
})
