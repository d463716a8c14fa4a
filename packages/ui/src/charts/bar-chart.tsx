'use client'

import { lazy, Suspense } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { useDateText } from '../dates.tsx'
import { Skeleton } from '../text.tsx'

export interface BarChartDay {
  /** `YYYY-MM-DD`. */
  day: string
  values: Readonly<Record<string, number>>
}

export interface BarChartSeries {
  key: string
  label: string
  /** Which of the chart tokens, by its place unless told; or a state, for a series that is one. */
  color?: 1 | 2 | 3 | 4 | 5 | 'success' | 'warning' | 'danger'
}

export interface BarChartProps {
  title: string
  data: readonly BarChartDay[]
  series: readonly BarChartSeries[]
  height?: number
  formatValue?: (value: number) => string
  hideTitle?: boolean
}

export function seriesColor(series: BarChartSeries, index: number): string {
  const color = series.color ?? (index % 5) + 1
  return typeof color === 'number' ? `var(--chart-${color})` : `var(--${color})`
}

const Plot = lazy(async () => ({ default: (await import('./bar-chart-plot.tsx')).BarChartPlot }))

/** Stacked bars by day. */
export function BarChart({ title, data, series, height = 200, formatValue, hideTitle }: BarChartProps) {
  const format = useFormatter()
  const dateText = useDateText()
  const value = formatValue ?? ((n: number) => format.number(n))
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className={hideTitle ? 'sr-only' : 'text-sm font-medium text-ink'}>{title}</span>
        {series.length > 1 && <Legend series={series} />}
      </figcaption>
      <div aria-hidden style={{ height }}>
        <Suspense fallback={<Skeleton className="h-full!" />}>
          <Plot
            data={data}
            series={series}
            formatDay={(day) => dateText(day, 'day')}
            formatValue={value}
            colorOf={seriesColor}
          />
        </Suspense>
      </div>
      <DayTable title={title} data={data} series={series} formatValue={value} formatDay={dateText} />
    </figure>
  )
}

function Legend({ series }: { series: readonly BarChartSeries[] }) {
  return (
    <ul aria-hidden className="flex flex-wrap gap-x-3 text-xs text-ink-muted">
      {series.map((one, index) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <span className="size-2 rounded-[2px]" style={{ background: seriesColor(one, index) }} />
          {one.label}
        </li>
      ))}
    </ul>
  )
}

interface DayTableProps {
  title: string
  data: readonly BarChartDay[]
  series: readonly BarChartSeries[]
  formatValue: (value: number) => string
  formatDay: (day: string) => string
}

function DayTable({ title, data, series, formatValue, formatDay }: DayTableProps) {
  const t = useTranslations('ui')
  return (
    <div className="sr-only">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            {series.map((one) => (
              <th key={one.key} scope="col">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.map((entry) => (
            <tr key={entry.day}>
              <th scope="row">{formatDay(entry.day)}</th>
              {series.map((one) => (
                <td key={one.key}>{formatValue(entry.values[one.key] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
