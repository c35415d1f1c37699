// ESLint's rules: types that matter, Svelte, layers, size of files. Formatting is prettier's.
import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import { layersRule } from './build/lint/layers.js'

/** Engine folders that run anywhere: no Node, no DOM. Files are read for them by engine/capture-file and session. */
const pure = ['bytes', 'dissect', 'protocols', 'filter', 'flows', 'names'].map((folder) => `engine/${folder}/**/*.ts`)

/** The two files that infer tables and calls for everybody else. */
const generic = ['engine/dissect/protocol.ts', 'engine/api/call.ts']

const notPure = ['Buffer', 'process', 'global', '__dirname', 'require', 'setImmediate']
const notEngine = ['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'location', 'alert']
const restrict = (names, message) => names.map((name) => ({ name, message }))

export default ts.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'renderer/paraglide/',
      'renderer/project.inlang/',
      'test-results/',
      'playwright-report/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.base,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node }, ecmaVersion: 2024, sourceType: 'module' },
    plugins: { wirelens: { rules: { layers: layersRule } } },
    rules: {
      'wirelens/layers': 'error',
      'max-lines': ['error', { max: 400 }],
      'prefer-const': 'error',
      'no-var': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser } },
    rules: {
      // TypeScript itself knows every name and every unused one.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      'no-redeclare': 'off',
      'no-dupe-class-members': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name: only Svelte components and settings files have a default.',
        },
        { selector: 'TSEnumDeclaration', message: 'Use a table of constants (as const) in place of an enum.' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: generic, rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  {
    files: ['engine/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...restrict(notEngine, 'The engine has no DOM.')] },
  },
  {
    files: pure,
    rules: {
      'no-restricted-globals': [
        'error',
        ...restrict(notEngine, 'The engine has no DOM.'),
        ...restrict(notPure, 'This part of the engine runs without Node: use Uint8Array and engine/bytes.'),
      ],
    },
  },
  {
    // AssemblyScript: its compiler knows the types.
    files: ['engine/assembly/**'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-misused-promises': 'off',
      '@typescript-eslint/await-thenable': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
    },
  },
  { files: ['engine/names/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['renderer/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived', '$bindable'] }],
    },
  },
  { files: ['*.config.ts', '*.config.js', 'build/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
)
