import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { interpret } from '../../test/interpreter/interpret.ts'
import { runInOnnxRuntime } from '../../test/interpreter/onnx-runtime.ts'
import { describeShared, shared, sharedIsHere } from '../../test/shared.ts'
import { Graph } from '../onnx/index.ts'
import { momentCount, optimiserSchema, updated } from './optimisers.ts'

type Options = {
  lr?: number | number[]
  betas?: [number, number]
  eps?: number
  momentum?: number
  nesterov?: boolean
  weight_decay: number
}
type Trajectory = { options: Options; steps: { grad: number[][]; param: number[][]; lr: number[] }[] }

const names = [
  'sgd',
  'sgd_momentum_wd',
  'sgd_two_groups',
  'sgd_nesterov',
  'sgd_poly',
  'adam',
  'adam_wd',
  'adamw',
] as const

describeShared('ten steps of each optimiser, against torch.optim', () => {
  const file = sharedIsHere
    ? JSON.parse(readFileSync(shared('reference/optim/trajectories.json'), 'utf8'))
    : {}

  it.each(names)('%s', async name => {
    const { options, steps }: Trajectory = file[name]
    const [beta1, beta2] = options.betas ?? [0, 0]
    const config = v.parse(
      optimiserSchema,
      options.betas
        ? {
            name: name.startsWith('adamw') ? 'adamw' : 'adam',
            beta1,
            beta2,
            epsilon: options.eps,
            weightDecay: options.weight_decay,
          }
        : {
            name: 'sgd',
            momentum: options.momentum,
            nesterov: options.nesterov,
            weightDecay: options.weight_decay,
          },
    )
    for (const [which, start] of (file.initial as number[][]).entries()) {
      let [parameters, ...moments] = [
        start,
        ...Array.from({ length: momentCount(config) }, () => start.map(() => 0)),
      ]
      for (const [i, { grad, param, lr }] of steps.entries()) {
        const graph = new Graph()
        const vector = (label: string) => graph.input(label, [start.length])
        const scalar = (label: string) => graph.input(label, [1])
        const before = [
          vector('parameters'),
          vector('gradient'),
          ...moments.map((_, m) => vector(`moment${m}`)),
        ]
        const scalars = { rate: scalar('rate'), correction1: scalar('c1'), correction2: scalar('c2') }
        const after = updated(before[0]!, before[1]!, before.slice(2), scalars, config)
        const feeds = new Map([
          ...before.map(
            (value, k) => [value, Float64Array.from([parameters!, grad[which]!, ...moments][k]!)] as const,
          ),
          [scalars.rate, Float64Array.of(lr[which] ?? lr[0]!)],
          [scalars.correction1, Float64Array.of(1 - beta1 ** (i + 1))],
          [scalars.correction2, Float64Array.of(1 - beta2 ** (i + 1))],
        ])
        const [next, ...remembered] = interpret([after.parameters, ...after.moments], feeds)
        const [single] = await runInOnnxRuntime([after.parameters], feeds)
        for (const [k, expected] of param[which]!.entries()) {
          expect(Math.abs(next![k]! - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)))
          expect(Math.abs(single!.data[k]! - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)))
        }
        parameters = [...next!]
        moments = remembered.map(moment => [...moment])
      }
    }
  })
})
