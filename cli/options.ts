/** The options of `wirelens`, with tshark's letters. */
import { Refused } from '../engine/refused'

export interface Options {
  read: string
  format: 'text' | 'fields' | 'json'
  fields: string[]
  details: boolean
  names: boolean
  fieldList: boolean
  separator: string
  aggregator: string
  occurrence: 'a' | 'f' | 'l'
  quote: string
  header: boolean
}

export function parse(args: readonly string[]): Options {
  const o: Options = {
    read: '',
    format: 'text',
    fields: [],
    details: false,
    names: true,
    fieldList: false,
    separator: '\t',
    aggregator: ',',
    occurrence: 'a',
    quote: '',
    header: false,
  }
  for (let i = 0; i < args.length; i++) {
    const option = args[i]!
    const value = (): string => args[++i] ?? ''
    switch (option) {
      case '-r':
        o.read = value()
        break
      case '-T':
        o.format = value() as Options['format']
        break
      case '-e':
        o.fields.push(value())
        break
      case '-V':
        o.details = true
        break
      case '-n':
        o.names = false
        break
      case '-2':
        break
      case '-G':
        o.fieldList = value() === 'fields'
        break
      case '-E': {
        const [key = '', ...rest] = value().split('=')
        const text = rest.join('=')
        if (key === 'separator') o.separator = text === '/t' ? '\t' : text === '/s' ? ' ' : text
        else if (key === 'aggregator') o.aggregator = text === '/s' ? ' ' : text
        else if (key === 'occurrence') o.occurrence = text as 'a'
        else if (key === 'quote') o.quote = text === 'd' ? '"' : text === 's' ? "'" : ''
        else if (key === 'header') o.header = text === 'y'
        break
      }
      default:
        throw new Refused('usage', `unknown option ${option}`)
    }
  }
  return o
}
