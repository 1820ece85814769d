import { Slider as AriaSlider, Label, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components'

type SliderProps = {
  label: string
  value: number
  min: number
  max: number
  step: number
  disabled?: boolean
  /** The value in words. */
  format: (value: number) => string
  onChange: (value: number) => void
  /** When the thumb was let go. */
  onDone?: (value: number) => void
}

/** A number between two ends, by dragging or arrow keys. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  disabled = false,
  format,
  onChange,
  onDone,
}: SliderProps) {
  return (
    <AriaSlider
      className="slider"
      value={value}
      minValue={min}
      maxValue={max}
      step={step}
      isDisabled={disabled}
      onChange={onChange}
      {...(onDone && { onChangeEnd: onDone })}
    >
      <Label className="label">{label}</Label>
      <SliderOutput>{() => format(value)}</SliderOutput>
      <SliderTrack className="track">
        {({ state }) => (
          <>
            <div className="fill" style={{ inlineSize: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className="thumb" />
          </>
        )}
      </SliderTrack>
    </AriaSlider>
  )
}
