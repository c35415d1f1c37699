// Made-up answers about display filters: every n-th packet is shown, for `frame.number % n == 0`.

/** Calls of the fake shell; `open` refuses when nothing is open. */
export const filterCalls = (shell, open) => ({
  'session.filter': ({ text }) => {
    open()
    const every = /% (\d+) == 0$/.exec(text)?.[1]
    if (text && !every) throw new Error(`"${text}" is not a valid protocol or protocol field.`)
    shell.every = Number(every ?? 1)
    return shell.filterState()
  },
  'session.place': ({ number, row }) => {
    const { displayed } = shell.filterState()
    const wanted = number ?? (row + 1) * shell.every
    const place = Math.ceil(wanted / shell.every) - 1
    return { number: place < displayed ? wanted : 0, row: place, shown: wanted % shell.every === 0 }
  },
  'session.numbers': ({ rows }) =>
    shell.every === 1
      ? rows.map(([a, b]) => [a + 1, b + 1])
      : rows.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => Array(2).fill((a + i + 1) * shell.every))),
  'session.marks': ({ from }) => [...shell.marked].filter((number) => number > from).slice(0, 1000),
  'session.nextMark': ({ from, backwards }) => {
    const sorted = [...shell.marked].sort((a, b) => a - b)
    return (backwards ? sorted.findLast((n) => n < from) : sorted.find((n) => n > from)) ?? 0
  },
  'session.colours': () => [],
  'session.defaultColours': () => [{ id: 'tcp', title: 'TCP', filter: 'tcp' }],
  'filter.check': ({ text }) => ({
    error: /% \d+ == 0$|^tcp\.port$/.test(text)
      ? null
      : { message: `"${text}" is not a valid protocol or protocol field.`, range: [0, text.length] },
    warnings: [],
    traps: [],
    conditions: null,
    capture: { text: null, reason: 'A capture filter cannot count.', range: [0, text.length] },
  }),
  'filter.complete': ({ text, at }) => ({
    from: 0,
    to: at,
    items: ['tcp', 'tcp.port', 'tcp.flags.syn']
      .filter((name) => name.startsWith(text.slice(0, at)))
      .map((name) => ({
        text: name,
        kind: 'field',
        label: name,
        type: 'Unsigned integer (16 bits)',
        help: 'Made up.',
      })),
  }),
  'filter.explain': ({ text, number = 0 }) => ({
    parts: [{ number: 0, level: 0, range: [0, text.length], sentence: 'The number can be divided.' }],
    truths: number ? [{ holds: number % shell.every === 0, found: [String(number)], missing: [] }] : null,
  }),
  'filter.count': ({ text }) => {
    const { displayed, packets } = shell.filterState()
    return { text, counts: [displayed], judged: packets, packets, done: true }
  },
  'filter.cancel': () => null,
  'filter.clause': ({ number }) => `frame.number % ${number} == 0`,
  'filter.build': ({ rows }) => rows.map(({ field, op, value }) => `${field} ${op} ${value}`).join(' && '),
})
