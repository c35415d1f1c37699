// Puts the HTML of a report into a frame in which no script runs. The page's policy allows no inline style: the frame gets its style as an object.

/** `html` is a whole document. Where the reader has scrolled to stays. */
export function show(frame: HTMLIFrameElement, html: string): void {
  const into = frame.contentDocument
  const view = frame.contentWindow as (Window & { CSSStyleSheet: typeof CSSStyleSheet }) | null
  if (!into || !view) return
  const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? ''
  const made = new DOMParser().parseFromString(html.replace(/<style>[^]*?<\/style>/, ''), 'text/html')
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(style)
  into.adoptedStyleSheets = [sheet]
  into.documentElement.lang = made.documentElement.lang
  into.title = made.title
  const { scrollY } = view
  into.body.replaceChildren(...made.body.childNodes)
  view.scrollTo(0, scrollY)
}
