// The lint rule "imports go one way": checks every import against the table in layer-table.js.
import { isBuiltin } from 'node:module'
import { dirname, isAbsolute, posix, relative } from 'node:path'
import { layers as projectLayers } from './layer-table.js'

/** True when `path` is `folder` or lies below it. */
const below = (path, folder) => path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}.`)

/** The layer of a project path ('engine/bytes/read.ts'), or undefined for files outside of all layers. */
export function layerOf(path, layers = projectLayers) {
  return layers
    .filter((layer) => below(path, layer.folder))
    .sort((a, b) => b.folder.length - a.folder.length)
    .at(0)
}

/**
 * Why the file at `from` (a project path) may not import `source`, as one sentence, or undefined when it may.
 * `typeOnly` says that the import vanishes when compiled.
 */
export function layerComplaint(from, source, typeOnly, layers = projectLayers) {
  const layer = layerOf(from, layers)
  if (!layer) return undefined
  const clean = source.replace(/[?#].*$/, '')
  if (!clean.startsWith('.')) return packageComplaint(layer, clean, typeOnly)
  const target = posix.normalize(posix.join(posix.dirname(from), clean))
  if (target.startsWith('../')) return `${layer.folder} may not import from outside the project (${source}).`
  if (below(target, layer.folder) && layerOf(target, layers) === layer) return undefined
  if (layer.may.some((folder) => below(target, folder))) return undefined
  const wanted = layerOf(target, layers)?.folder ?? target
  if (layer.types.some((folder) => below(target, folder))) {
    if (typeOnly) return undefined
    return `${layer.folder} may import types only from ${wanted}: write "import type".`
  }
  return `${layer.folder} may not import ${wanted}: imports go one way (build/lint/layer-table.js).`
}

function packageComplaint(layer, source, typeOnly) {
  const name = isBuiltin(source) ? 'node:*' : source.split('/', source.startsWith('@') ? 2 : 1).join('/')
  const matches = (list) => list.includes(name)
  const refused = matches(layer.never ?? []) || !(matches(layer.packages) || layer.packages.includes('*'))
  if (!refused || (typeOnly && layer.folder === 'renderer')) return undefined
  return `${layer.folder} may not import ${source}: its packages are listed in build/lint/layer-table.js.`
}

const isTypeOnly = (node) => {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const names = node.specifiers ?? []
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type')
}

/** `import.meta.glob(...)`'s patterns: they import too. */
function globPatterns(node) {
  const { callee } = node
  const isGlob =
    callee.type === 'MemberExpression' && callee.object.type === 'MetaProperty' && callee.property.name === 'glob'
  if (!isGlob) return []
  const [first] = node.arguments
  const list = first?.type === 'ArrayExpression' ? first.elements : [first]
  return list.filter((item) => item?.type === 'Literal' && !String(item.value).startsWith('!'))
}

/** @type {import('eslint').Rule.RuleModule} */
export const layersRule = {
  meta: {
    type: 'problem',
    docs: { description: 'imports go one way: shells and renderer to engine/api to the rest of the engine' },
    schema: [],
  },
  create(context) {
    const from = relative(context.cwd, context.filename).replaceAll('\\', '/')
    if (isAbsolute(from) || from.startsWith('../') || dirname(from) === '.') return {}
    const check = (literal, typeOnly) => {
      if (literal?.type !== 'Literal' || typeof literal.value !== 'string') return
      const message = layerComplaint(from, literal.value, typeOnly)
      if (message) context.report({ node: literal, message })
    }
    return {
      ImportDeclaration: (node) => check(node.source, isTypeOnly(node)),
      ExportNamedDeclaration: (node) => check(node.source, isTypeOnly(node)),
      ExportAllDeclaration: (node) => check(node.source, isTypeOnly(node)),
      ImportExpression: (node) => check(node.source, false),
      TSImportType: (node) => check(node.source ?? node.argument?.literal, true),
      CallExpression: (node) => globPatterns(node).forEach((pattern) => check(pattern, false)),
    }
  },
}
