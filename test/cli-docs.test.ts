import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { expect, it } from 'vitest'

const text = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8')
const general = text.slice(0, text.indexOf('\n## dextr '))

for (const name of [
  'segment',
  'annotate',
  'train',
  'evaluate',
  'adapt',
  'convert',
  'import',
  'quantize',
  'info',
  'doctor',
]) {
  it(`docs/cli.md describes every option of dextr ${name}, and no other`, async () => {
    const { define } = (await import(`../src/cli/${name}.ts`)) as { define: (command: Command) => void }
    const command = new Command(name)
    define(command)
    const section = text.split(`## dextr ${name}\n`)[1]!.split('\n## ')[0]!
    const options = command.options.map(({ long }) => long!)
    for (const option of options) expect(general + section, option).toContain(option)
    const mentioned = [...section.matchAll(/(?<=[`\s])--[a-z-]+/g)].map(([option]) => option)
    for (const option of mentioned) expect([...options, '--force', '--quiet'], option).toContain(option)
  })
}
