import { Check, ChevronDown } from 'lucide-react'
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'

type SelectProps<Value extends string> = {
  label: string
  /** Empty for none. */
  value: Value | ''
  options: readonly (readonly [value: Value, words: string])[]
  onChange: (value: Value) => void
  placeholder?: string
}

/** One of many, in a list that opens. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  placeholder = '',
}: SelectProps<Value>) {
  return (
    <AriaSelect
      className="field select"
      placeholder={placeholder}
      value={value || null}
      onChange={chosen => onChange(chosen as Value)}
    >
      <Label className="label">{label}</Label>
      <Button className="button">
        <SelectValue className="clip" />
        <ChevronDown size="1.2em" aria-hidden />
      </Button>
      <Popover className="popover">
        <ListBox className="menu">
          {options.map(([option, words]) => (
            <ListBoxItem key={option} id={option} className="item" textValue={words}>
              {({ isSelected }) => (
                <>
                  <span className="words">{words}</span>
                  {isSelected && <Check size="1.1em" aria-hidden />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
