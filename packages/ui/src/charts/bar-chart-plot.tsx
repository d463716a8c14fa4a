'use client'

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { BarChartDay, BarChartSeries } from './bar-chart.tsx'

interface PlotProps {
  data: readonly BarChartDay[]
  series: readonly BarChartSeries[]
  formatDay: (day: string) => string
  formatValue: (value: number) => string
  colorOf: (series: BarChartSeries, index: number) => string
}

const tick = { fill: 'var(--ink-faint)', fontSize: 11 }

/** Apart from its frame, so that the drawing library is only fetched where a chart is shown. */
export function BarChartPlot({ data, series, formatDay, formatValue, colorOf }: PlotProps) {
  const rows = data.map((entry) => ({ day: entry.day, ...entry.values }))
  return (
    <ResponsiveContainer width="100%" height="100%">
      {/* Out of the accessibility tree: the table beside it speaks, and a hidden thing must not take focus. */}
      <BarChart data={rows} accessibilityLayer={false} margin={{ top: 4, right: 0, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          tickFormatter={formatDay}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={24}
        />
        <YAxis
          tickFormatter={formatValue}
          // Whole things have no halves on their scale.
          allowDecimals={!data.every(({ values }) => Object.values(values).every(Number.isInteger))}
          tick={tick}
          tickLine={false}
          axisLine={false}
          width="auto"
        />
        <Tooltip
          cursor={{ fill: 'var(--surface-hover)' }}
          isAnimationActive={false}
          labelFormatter={(day) => formatDay(String(day))}
          formatter={(value) => formatValue(Number(value))}
          contentStyle={{
            background: 'var(--surface-raised)',
            border: '1px solid var(--line)',
            borderRadius: 5,
            fontSize: 12,
            padding: '6px 10px',
          }}
          labelStyle={{ color: 'var(--ink-faint)' }}
          itemStyle={{ color: 'var(--ink)', padding: 0 }}
        />
        {series.map((one, index) => (
          <Bar
            key={one.key}
            dataKey={one.key}
            name={one.label}
            stackId="all"
            fill={colorOf(one, index)}
            maxBarSize={28}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
