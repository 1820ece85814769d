import { setImmediate as breathe } from 'node:timers/promises'

/**
 * Things done one after the other. A database in this process answers without the thread ever being free: requests
 * and timers get their turn between two things.
 */
export class Queue {
  readonly #waiting: (() => Promise<void>)[] = []
  #going: Promise<void> | undefined

  /** Does something after all that was asked for before. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => work().then(resolve, reject))
      this.#go()
    })
  }

  /** Does something before all that waits. */
  runNext<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.unshift(() => work().then(resolve, reject))
      this.#go()
    })
  }

  /** Resolves when all that was asked for is done. */
  async idle(): Promise<void> {
    await this.#going
  }

  #go(): void {
    this.#going ??= this.#goOn()
  }

  async #goOn(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await next()
      await breathe()
    }
    this.#going = undefined
  }
}
