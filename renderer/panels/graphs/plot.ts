// Draws series of points with uPlot, in the colours of the theme.
import uPlot from 'uplot'
import type { Series } from '../flow/contract'

export interface PlotWords {
  x: string
  y: string
  names: readonly string[]
  value(y: number): string
}

/** Lines, or points alone where the values have no order of their own. */
export type Mark = 'line' | 'points' | 'steps'

const colours = ['--accent-text', '--good', '--warn'] as const
const dashes = [[], [5, 3], [2, 3]]

/** One x for all: uPlot joins by equal values, so points of the same moment are moved apart by less than can be seen. */
export function joined(series: readonly Series[]): uPlot.AlignedData {
  const tables = series.map(({ x, y }): uPlot.AlignedData => {
    const times = Float64Array.from(x)
    for (let i = 1; i < times.length; i++)
      if (times[i]! <= times[i - 1]!) times[i] = times[i - 1]! + Math.max(1e-10, Math.abs(times[i - 1]!) * 1e-14)
    return [times, y]
  })
  return tables.length === 1 ? tables[0]! : uPlot.join(tables)
}

/** Makes a plot in `box`; the result takes it away. */
export function plot(
  box: HTMLElement,
  legend: HTMLElement,
  series: readonly Series[],
  words: PlotWords,
  marks: readonly Mark[],
): () => void {
  const style = getComputedStyle(box)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const font = `11px ${style.fontFamily}`
  const axis: uPlot.Axis = {
    stroke: colour('--ink-soft'),
    font,
    labelFont: font,
    grid: { stroke: colour('--edge'), width: 1 },
    ticks: { stroke: colour('--edge'), width: 1, size: 4 },
  }
  const room = (): { width: number; height: number } => ({ width: box.clientWidth, height: box.clientHeight })
  const made = new uPlot(
    {
      ...room(),
      scales: { x: { time: false } },
      cursor: { drag: { x: true, y: false }, points: { size: 7 } },
      legend: { live: true, mount: (_, table) => legend.replaceChildren(table) },
      axes: [
        {
          ...axis,
          label: words.x,
          labelSize: 20,
          size: 34,
          values: (_, values) => values.map((x) => String(+x.toFixed(9))),
        },
        {
          ...axis,
          label: words.y,
          labelSize: 20,
          size: (_, values) => 18 + 7 * Math.max(3, ...(values ?? []).map((text) => text.length)),
          values: (_, values) => values.map((value) => words.value(value)),
        },
      ],
      series: [
        { label: words.x, value: (_, value) => (value === null ? '–' : value.toFixed(6)) },
        ...words.names.map((label, i): uPlot.Series => {
          const stroke = colour(colours[i % colours.length]!)
          const mark = marks[i] ?? 'line'
          const stepped = uPlot.paths.stepped?.({ align: 1 })
          return {
            label,
            stroke,
            width: 1.5,
            dash: dashes[i % dashes.length]!,
            spanGaps: true,
            value: (_, value) => (value === null ? '–' : words.value(value)),
            points: { show: mark === 'points' || (series[i]?.x.length ?? 0) < 200, size: 5, fill: stroke },
            ...(mark === 'points' ? { paths: () => null } : mark === 'steps' && stepped ? { paths: stepped } : {}),
          }
        }),
      ],
    },
    joined(series),
    box,
  )
  const watch = new ResizeObserver(() => made.setSize(room()))
  watch.observe(box)
  return () => {
    watch.disconnect()
    made.destroy()
  }
}
