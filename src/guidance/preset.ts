import * as v from 'valibot'

/** What a network can be given beside red, green and blue; prepare says what each holds. */
const guidanceChannels = ['points', 'box', 'include', 'exclude', 'previous'] as const

const atLeastZero = v.pipe(v.number(), v.minValue(0))
const moreThanZero = v.pipe(v.number(), v.gtValue(0))

/** A width on each side of a box: `share` of the box's longer side, but at least `pixels` of the photo. */
const border = v.strictObject({ share: atLeastZero, pixels: atLeastZero })

/** How clicks become a network's input, and its answer a mask. Plain JSON, kept in the model file. */
export const presetSchema = v.pipe(
  v.strictObject({
    /** Side of the network's square input, in pixels. */
    size: v.pipe(v.number(), v.integer(), v.minValue(1)),
    /**
     * `released`, as the released code: clicks are truncated to whole pixels and mapped into the crop without
     * the half pixel, and the crop is resized bicubically without antialiasing. `exact`: clicks may lie between
     * pixels and stay where they are, and the crop is antialiased.
     */
    sampling: v.picklist(['released', 'exact']),
    /** What the crop shows around the box of the clicks. */
    margin: border,
    /** Whether the crop is stretched to the square input, or made square first by showing more. */
    aspect: v.picklist(['stretched', 'kept']),
    /** How far the mask may leave the box of the clicks. */
    leave: border,
    /** A pixel belongs to the mask when its probability is above this. */
    threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    /** Full width at half maximum of the Gaussian drawn at a click, in pixels of the input. */
    clickWidth: moreThanZero,
    /** Value of the guidance at a click, inside the box, and where the previous mask is certain. */
    peak: moreThanZero,
    /** The network's inputs after red, green and blue, in order. */
    channels: v.pipe(v.array(v.picklist(guidanceChannels)), v.readonly()),
  }),
  v.check(
    ({ sampling, margin, aspect }) =>
      sampling === 'exact' ||
      (margin.share === 0 && Number.isInteger(margin.pixels) && aspect === 'stretched'),
    "preset: sampling 'released' works on whole pixels, so it needs a margin of share 0 and whole pixels, stretched",
  ),
)

export type GuidanceChannel = (typeof guidanceChannels)[number]
export type Preset = v.InferOutput<typeof presetSchema>

export const presets = {
  /** The released DEXTR code, to the pixel. Maninis et al., Deep Extreme Cut, CVPR 2018. */
  paper: {
    size: 512,
    sampling: 'released',
    margin: { share: 0, pixels: 50 },
    aspect: 'stretched',
    leave: { share: 0, pixels: 0 },
    threshold: 0.8,
    clickWidth: 10,
    peak: 255,
    channels: ['points'],
  },
  /** Context in proportion to the object, and room for clicks that fell a little short. */
  default: {
    size: 256,
    sampling: 'exact',
    margin: { share: 0.2, pixels: 10 },
    aspect: 'stretched',
    leave: { share: 0.05, pixels: 2 },
    threshold: 0.5,
    clickWidth: 10,
    peak: 1,
    channels: ['points'],
  },
} as const satisfies Record<string, Preset>
