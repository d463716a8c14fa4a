'use client'

import { useFormatter, useTranslations } from 'use-intl'

export interface SparklineProps {
  title: string
  values: readonly number[]
  width?: number
  height?: number
}

/**
 * A line and nothing else. Drawn by hand: forty of them may stand in a table, where a chart library's measuring
 * and re-rendering would cost far more than the path.
 */
export function Sparkline({ title, values, width = 80, height = 20 }: SparklineProps) {
  const format = useFormatter()
  const t = useTranslations('ui')
  const last = values[values.length - 1]
  const spoken =
    last === undefined
      ? title
      : t('sparkline', {
          title,
          last: format.number(last),
          low: format.number(Math.min(...values)),
          high: format.number(Math.max(...values)),
        })
  return (
    <svg
      role="img"
      aria-label={spoken}
      width={width}
      height={height}
      className="inline-block overflow-visible"
    >
      <polyline
        points={pointsOf(values, width, height)}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}

export function pointsOf(values: readonly number[], width: number, height: number): string {
  const low = Math.min(...values)
  const span = Math.max(...values) - low
  const step = values.length > 1 ? width / (values.length - 1) : 0
  // Without any change the line runs through the middle rather than along the floor, where it would read as zero.
  const y = (value: number) => (span === 0 ? height / 2 : height - 1 - ((value - low) / span) * (height - 2))
  return values.map((value, index) => `${(index * step).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
}
