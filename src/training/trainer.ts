import type { NetworkConfig } from '../network/index.ts'
import type { ResidentArray, Runtime, Session } from '../runtime/index.ts'
import { type Tensor, tensor } from '../tensor/index.ts'
import { gradientGraph, inferenceGraph, names, updateGraph } from './graphs.ts'
import { type Group, groupParameters, pieces, type RateRule } from './layout.ts'
import type { LossConfig } from './losses.ts'
import { momentCount, type OptimiserConfig } from './optimisers.ts'

/** What one pass over the network sees; the arrays are handed over. */
export type Batch = {
  /** N×C×S×S */
  readonly input: Tensor<'float32'>
  /** N×classes×S×S: the share of each pixel that belongs to the object, 0 to 1. */
  readonly target: Tensor<'float32'>
  /** N×classes×S×S: how much each pixel counts, 0 for void. */
  readonly weight: Tensor<'float32'>
}

export type TrainerOptions = {
  readonly network: NetworkConfig
  readonly size: number
  readonly batch: number
  /** Batches per step, whose gradients are averaged. */
  readonly accumulation: number
  readonly loss: LossConfig
  readonly optimiser: OptimiserConfig
  readonly rates: readonly RateRule[]
  readonly clip: number
  /**
   * Share of the running average of the weights that stays at every step; 0 for no average. Early in a run less
   * stays, so that the average soon forgets the starting weights.
   */
  readonly averaging: number
  readonly threads?: number | undefined
  readonly device?: 'cpu' | 'webgpu' | undefined
}

/** Everything that the next step depends on beside data and configuration. */
export type TrainerState = {
  /** Steps done. */
  readonly step: number
  readonly vectors: ReadonlyMap<string, Float32Array>
  /** Parameters that are not trained. */
  readonly frozen: ReadonlyMap<string, Tensor>
}

/**
 * Microseconds that a thread waits busily. A step has a thousand operators, and to wake a thread for each costs 2 to
 * 4 % of it; waiting no longer than this takes 1 % of processor time from the workers that prepare batches.
 */
const spin = 1000

/** Two arrays of one kind and group: a step reads one and writes the other, then they change places. */
type Pair = [ResidentArray, ResidentArray]

/** A network in training: its parameters live with the runtime, a step runs the gradient graph and the update graph. */
export class Trainer {
  readonly #runtime: Runtime
  readonly #options: TrainerOptions
  readonly #groups: readonly Group[]
  readonly #frozen: ReadonlyMap<string, Tensor>
  readonly #gradient: Session
  readonly #update: Session
  readonly #pairs: ReadonlyMap<string, Pair>
  #step: number
  #inference: Promise<Session> | undefined

  private constructor(
    runtime: Runtime,
    options: TrainerOptions,
    groups: readonly Group[],
    frozen: ReadonlyMap<string, Tensor>,
    sessions: { gradient: Session; update: Session },
    pairs: ReadonlyMap<string, Pair>,
    step: number,
  ) {
    this.#runtime = runtime
    this.#options = options
    this.#groups = groups
    this.#frozen = frozen
    this.#gradient = sessions.gradient
    this.#update = sessions.update
    this.#pairs = pairs
    this.#step = step
  }

  /**
   * Prepares the graphs.
   *
   * @param weights  a value for every parameter of the network; of trained ones only the shape counts beside a state
   * @param state    where an earlier trainer of the same options stopped
   * @throws RangeError when the state was made with other options
   */
  static async create(
    runtime: Runtime,
    options: TrainerOptions,
    weights: ReadonlyMap<string, Tensor<'float32'>>,
    state?: TrainerState,
  ): Promise<Trainer> {
    const { groups, frozen: names_ } = groupParameters(
      [...weights].map(([name, { shape }]) => ({ name, shape })),
      options.rates,
    )
    const frozen = new Map(names_.map(name => [name, weights.get(name)!]))
    const accumulate = options.accumulation > 1
    const session = (model: Uint8Array) =>
      runtime.load(model, { threads: options.threads, device: options.device, spin })
    const sessions = {
      gradient: await session(gradientGraph({ ...options, groups, frozen, accumulate })),
      update: await session(updateGraph({ ...options, groups, averages: options.averaging > 0 })),
    }
    const pairs = new Map<string, Pair>()
    for (const group of groups)
      for (const kind of kinds(options)) {
        const name = names.vector(group, kind)
        const start = state && kind !== 'gradient' ? state.vectors.get(name) : initial(group, kind, weights)
        if (start?.length !== group.length)
          throw new RangeError(
            `trainer: the state has ${start?.length ?? 'no'} values of ${name}, expected ${group.length}; it was made with other options`,
          )
        pairs.set(name, [
          await runtime.allocate(start.slice()),
          await runtime.allocate(new Float32Array(group.length)),
        ])
      }
    return new Trainer(runtime, options, groups, frozen, sessions, pairs, state?.step ?? 0)
  }

  /** Steps done. */
  get step(): number {
    return this.#step
  }

  /** Parameters that are trained. */
  get size(): number {
    return this.#groups.reduce((sum, { length }) => sum + length, 0)
  }

  /**
   * One step.
   *
   * @param batches  as many as the options accumulate
   * @returns the mean loss before the step, and the norm of the gradient
   */
  async update(batches: readonly Batch[], rate: number): Promise<{ loss: number; norm: number }> {
    const { accumulation, optimiser, averaging } = this.#options
    if (batches.length !== accumulation)
      throw new RangeError(`trainer: ${batches.length} batches for a step, expected ${accumulation}`)
    let loss = 0
    for (const [i, { input, target, weight }] of batches.entries()) {
      const feeds = {
        input,
        target,
        weight,
        ...this.#parameterViews('weights'),
        ...(accumulation > 1 && this.#sums(i)),
      }
      const outputs = await this.#gradient.run(feeds, { into: this.#gradientViews(i % 2), transfer: true })
      loss += (outputs.loss!.data[0] as number) / accumulation
    }
    const t = ++this.#step
    const [beta1, beta2] = optimiser.name === 'sgd' ? [0, 0] : [optimiser.beta1, optimiser.beta2]
    const scalar = (value: number) => tensor('float32', [1], Float32Array.of(value))
    const { norm } = await this.#update.run(
      {
        rate: scalar(rate),
        correction1: scalar(1 - beta1 ** t),
        correction2: scalar(1 - beta2 ** t),
        ...(averaging > 0 && { blend: scalar(Math.max(1 - averaging, 9 / (t + 10))) }),
        ...this.#vectors(0, (batches.length - 1) % 2),
      },
      { into: this.#next() },
    )
    for (const group of this.#groups)
      for (const kind of kinds(this.#options)) if (kind !== 'gradient') this.#pair(group, kind).reverse()
    return { loss, norm: norm!.data[0] as number }
  }

  /**
   * The probability of every pixel of one input to belong to the object, by the parameters of now or their average.
   *
   * @param input  1×C×S×S; handed over
   * @returns 1×classes×S×S, 0 to 1
   */
  async predict(
    input: Tensor<'float32'>,
    which: 'latest' | 'average' = 'latest',
  ): Promise<Tensor<'float32'>> {
    const { threads, device } = this.#options
    this.#inference ??= this.#runtime.load(inferenceGraph({ ...this.#options, frozen: this.#frozen }), {
      threads,
      device,
    })
    const session = await this.#inference
    const kind = which === 'average' ? 'average' : 'weights'
    const { probability } = await session.run({ input, ...this.#parameterViews(kind) }, { transfer: true })
    return probability as Tensor<'float32'>
  }

  /** The parameters of now, or their running average. */
  async weights(which: 'latest' | 'average' = 'latest'): Promise<Map<string, Tensor<'float32'>>> {
    const out = new Map(this.#frozen) as Map<string, Tensor<'float32'>>
    for (const group of this.#groups) {
      const vector = await this.#pair(group, which === 'average' ? 'average' : 'weights')[0].read()
      for (const { name, shape, offset, length } of group.places)
        out.set(name, tensor('float32', shape, vector.subarray(offset, offset + length)))
    }
    return out
  }

  /** What a later trainer needs to go on exactly here. */
  async state(): Promise<TrainerState> {
    const vectors = new Map<string, Float32Array>()
    for (const [name, pair] of this.#pairs)
      if (!name.endsWith('/gradient')) vectors.set(name, await pair[0].read())
    return { step: this.#step, vectors, frozen: this.#frozen }
  }

  /** Frees what it holds in the runtime. */
  async dispose(): Promise<void> {
    await this.#gradient.release()
    await this.#update.release()
    await (await this.#inference)?.release()
    for (const pair of this.#pairs.values()) for (const array of pair) await array.free()
  }

  #pair(group: Group, kind: string): Pair {
    return this.#pairs.get(names.vector(group, kind))!
  }

  #parameterViews(kind: 'weights' | 'average') {
    return Object.fromEntries(
      this.#groups.flatMap(group =>
        group.places.map(({ name, offset, shape }) => [name, this.#pair(group, kind)[0].view(offset, shape)]),
      ),
    )
  }

  #gradientViews(which: number) {
    return Object.fromEntries(
      this.#groups.flatMap(group =>
        group.places.map(({ name, offset, shape }) => [
          names.gradient(name),
          this.#pair(group, 'gradient')[which]!.view(offset, shape),
        ]),
      ),
    )
  }

  /** The gradients that batch i adds to: zeros for the first. */
  #sums(i: number) {
    return Object.fromEntries(
      this.#groups.flatMap(group =>
        group.places.map(({ name, offset, shape, length }) => [
          names.accumulated(name),
          i === 0
            ? tensor('float32', shape, new Float32Array(length))
            : this.#pair(group, 'gradient')[(i - 1) % 2]!.view(offset, shape),
        ]),
      ),
    )
  }

  /** What the update graph reads: one of two arrays of every kind, in pieces. */
  #vectors(which: 0 | 1, gradient: number) {
    return this.#pieces(
      kinds(this.#options),
      names.piece,
      (group, kind) => this.#pair(group, kind)[kind === 'gradient' ? gradient : which]!,
    )
  }

  /** What it writes. */
  #next() {
    const written = kinds(this.#options).filter(kind => kind !== 'gradient')
    return this.#pieces(written, names.next, (group, kind) => this.#pair(group, kind)[1])
  }

  #pieces(
    kinds: readonly string[],
    nameOf: typeof names.piece,
    arrayOf: (group: Group, kind: string) => ResidentArray,
  ) {
    return Object.fromEntries(
      this.#groups.flatMap(group =>
        kinds.flatMap(kind =>
          pieces(group).map(piece => [
            nameOf(group, kind, piece),
            arrayOf(group, kind).view(piece.offset, [piece.length]),
          ]),
        ),
      ),
    )
  }
}

/** The vectors that a group has. */
function kinds({ optimiser, averaging }: Pick<TrainerOptions, 'optimiser' | 'averaging'>): string[] {
  const moments = Array.from({ length: momentCount(optimiser) }, (_, i) => `moment${i}`)
  return ['weights', 'gradient', ...moments, ...(averaging > 0 ? ['average'] : [])]
}

function initial(group: Group, kind: string, weights: ReadonlyMap<string, Tensor<'float32'>>): Float32Array {
  const vector = new Float32Array(group.length)
  if (kind === 'weights' || kind === 'average')
    for (const { name, offset } of group.places) vector.set(weights.get(name)!.data, offset)
  return vector
}
