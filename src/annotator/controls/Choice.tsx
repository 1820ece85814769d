import { Label, Radio, RadioGroup } from 'react-aria-components'

type ChoiceProps<Value extends string> = {
  label: string
  value: Value
  options: readonly (readonly [value: Value, words: string])[]
  onChange: (value: Value) => void
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <RadioGroup
      className="field"
      orientation="horizontal"
      value={value}
      onChange={chosen => onChange(chosen as Value)}
    >
      <Label className="label">{label}</Label>
      <div className="choice">
        {options.map(([option, words]) => (
          <Radio key={option} className="option" value={option}>
            {words}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
