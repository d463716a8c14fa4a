import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const SKIPPED = new Set(['node_modules', '.next', '.data', '.git', '.turbo', 'test-results'])

/** Every source file of the project, as paths from the root. */
export function sourceFiles(): string[] {
  const found: string[] = []
  const walk = (directory: string) => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) walk(path)
      else if (entry.isFile() && /\.(ts|tsx|mts|mjs)$/.test(entry.name) && entry.name !== 'next-env.d.ts')
        found.push(path)
    }
  }
  walk('')
  return found.toSorted()
}

export const isTest = (path: string) =>
  /\.test\.tsx?$/.test(path) ||
  path.includes('/testing/') ||
  path.startsWith('tests/') ||
  path.endsWith('-suite.ts')

export interface Import {
  from: string
  /** A path from the root for our own files, else the package's specifier. */
  to: string
  room: string
  relative: boolean
}

const PATTERNS = [
  /(?:^|[\s;}])(?:import|export)\s+(?:type\s+)?[^'";]*?\sfrom\s+['"]([^'"]+)['"]/g,
  /(?:^|[\s;}])import\s+['"]([^'"]+)['"]/g,
  /\bimport\(\s*['"`]([^'"`$]+)['"`]\s*\)/g,
]

export function importsOf(path: string, text = readFileSync(join(root, path), 'utf8')): Import[] {
  const code = withoutComments(text)
  return PATTERNS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? '')).map(
    (specifier) => {
      const to = specifier.startsWith('.')
        ? relative(root, resolve(root, dirname(path), specifier))
        : specifier
      return { from: path, to, room: roomOf(to), relative: specifier.startsWith('.') }
    },
  )
}

export const withoutComments = (text: string) =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1')

/** The room of the house a file or a package of ours belongs to; other packages are `npm`. */
export function roomOf(to: string): string {
  const ours = to.match(/^@tieout\/([\w-]+)/)
  if (ours) return ours[1] ?? ''
  const inPackages = to.match(/^packages\/([\w-]+)\//)
  if (inPackages) return inPackages[1] ?? ''
  const top = to.match(/^(server|ee|scripts|migrations|tests|docs|simulation)\//)
  return top?.[1] ?? 'npm'
}
