// Draws traffic over time: on the screen with uPlot, as a file as SVG.
import uPlot from 'uplot'

export interface IoPicture {
  series: readonly { x: number[]; y: (number | null)[] }[]
  titles: readonly string[]
  /** What the axis of time says. */
  x: string
  logarithmic: boolean
}
export const ioColours = 8
const colourOf = (style: CSSStyleDeclaration, i: number): string =>
  style.getPropertyValue(`--io-${i % ioColours}`).trim()

/** Makes the plot in `box`; the result takes it away. `choose` hears of a click: seconds since the first packet. */
export function drawIo(
  box: HTMLElement,
  { series, titles, x, logarithmic, choose }: IoPicture & { choose: (seconds: number) => void },
): () => void {
  const style = getComputedStyle(box)
  const ink = style.getPropertyValue('--ink-soft').trim()
  const edge = style.getPropertyValue('--edge').trim()
  const font = `11px ${style.fontFamily}`
  const axis: uPlot.Axis = {
    stroke: ink,
    font,
    labelFont: font,
    grid: { stroke: edge, width: 1 },
    ticks: { stroke: edge, width: 1, size: 4 },
  }
  const room = (): { width: number; height: number } => ({ width: box.clientWidth, height: box.clientHeight })
  const made = new uPlot(
    {
      ...room(),
      scales: {
        x: { time: false },
        y: logarithmic ? { distr: 3 } : { range: (_, __, most) => [0, Math.max(1, most * 1.05)] },
      },
      cursor: { drag: { x: true, y: false }, points: { size: 7 } },
      legend: { show: false },
      axes: [
        {
          ...axis,
          label: x,
          labelSize: 20,
          size: 34,
          values: (_, values) => values.map((value) => String(+value.toFixed(9))),
        },
        {
          ...axis,
          size: (_, values) => 12 + 7 * Math.max(3, ...(values ?? []).map((text) => text.length)),
          values: (_, values) => values.map((value) => (value === null ? '' : short(value))),
        },
      ],
      series: [
        {},
        ...titles.map((label, i): uPlot.Series => ({
          label,
          stroke: colourOf(style, i),
          width: 1.5,
          points: { show: (series[i]?.x.length ?? 0) < 200, size: 5, fill: colourOf(style, i) },
        })),
      ],
    },
    [series[0]?.x ?? [], ...series.map(({ y }) => y)],
    box,
  )
  const click = (): void => {
    const { left } = made.cursor
    // A drag zooms; only a click in place leads to a packet.
    if (left !== undefined && left >= 0 && made.select.width < 3) choose(made.posToVal(left, 'x'))
  }
  made.over.addEventListener('click', click)
  const watch = new ResizeObserver(() => made.setSize(room()))
  watch.observe(box)
  return () => {
    watch.disconnect()
    made.destroy()
  }
}

/** 1.2k, 34M: numbers beside an axis. */
function short(value: number): string {
  for (const [unit, name] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const)
    if (Math.abs(value) >= unit) return `${+(value / unit).toFixed(2)}${name}`
  return String(+value.toPrecision(4))
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The same as a drawing of its own: 960 by 420 and a line of words for each series. */
export function ioSvg({ series, titles, x, logarithmic }: IoPicture): string {
  const style = getComputedStyle(document.documentElement)
  const [width, height, left, top] = [960, 360, 70, 16]
  const right = width - 20
  const bottom = height - 36
  const values = series.flatMap(({ y }) => y).filter((value) => value !== null)
  const scale = (value: number): number => (logarithmic ? Math.log10(value) : value)
  const low = logarithmic ? Math.min(0, ...values.map(scale)) : 0
  const high = values.reduce((most, value) => Math.max(most, scale(value)), low + 1)
  const end = series[0]?.x.at(-1) || 1
  const place = (at: number, value: number): string =>
    `${(left + ((right - left) * at) / end).toFixed(1)},${(bottom - ((bottom - top) * (scale(value) - low)) / (high - low)).toFixed(1)}`
  const paths = series.map(({ x: times, y }, i) => {
    const path = times.map((at, k) => (y[k] === null ? null : place(at, y[k]!)))
    const parts = path
      .map((point, k) => (point === null ? '' : `${k && path[k - 1] !== null ? 'L' : 'M'}${point}`))
      .join('')
    return `<path d="${parts}" fill="none" stroke="${colourOf(style, i)}" stroke-width="1.5"/>`
  })
  const marks = Array.from({ length: 6 }, (_, k) => k / 5)
  const grid = marks.map((share) => {
    const value = low + (high - low) * share
    const at = bottom - (bottom - top) * share
    const text = short(logarithmic ? 10 ** value : value)
    return `<path d="M${left},${at}H${right}" stroke="#8884"/><text x="${left - 6}" y="${at + 4}" text-anchor="end">${text}</text>`
  })
  const times = marks.map(
    (share) =>
      `<text x="${left + (right - left) * share}" y="${bottom + 16}" text-anchor="middle">${+(end * share).toPrecision(4)}</text>`,
  )
  const words = titles.map(
    (title, i) => `<text x="${left}" y="${height + 14 + 16 * i}" fill="${colourOf(style, i)}">${escaped(title)}</text>`,
  )
  const tall = height + 16 * titles.length + 10
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${tall}" viewBox="0 0 ${width} ${tall}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${grid.join('')}${times.join('')}<text x="${(left + right) / 2}" y="${height - 4}" text-anchor="middle">${escaped(x)}</text>${paths.join('')}${words.join('')}</svg>\n`
}
