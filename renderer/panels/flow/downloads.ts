// Things made here that the user takes away: files through a download, and pictures drawn from SVG.

/** Saves bytes or text under a name, as the browser saves downloads. */
export function download(name: string, content: BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob(content, { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Side of the largest picture that Chromium draws. */
const largest = 16_384

/** A PNG of an SVG drawing at twice its size, or as large as can be; null when it is too tall to be read at any size. */
export async function pngOf(svg: string): Promise<Blob | null> {
  const picture = new Image()
  // The content security policy lets pictures come from data: only.
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await picture.decode()
  const scale = Math.min(2, largest / picture.width, largest / picture.height)
  if (scale < 0.5) return null
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

/** The name of the capture without its ending, for names of files made from it. */
export const stemOf = (name: string): string => name.replace(/(\.(pcap|pcapng|cap))?(\.gz)?$/i, '') || 'capture'
