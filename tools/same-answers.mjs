// See tools/same-answers. The sample company is made by the old program; the new one gets a copy of
// its data folder and makes its columns anew, so a change of either format is tried as well.
import { execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const [old, next, size = 'medium'] = process.argv.slice(2)
if (!old || !next) {
  console.error('usage: tools/same-answers OLD NEW [small|medium]')
  process.exit(2)
}

const DAYS = 10
const APART = 97 // days between two of them: no multiple of a week, month or quarter
const BREAKDOWNS = [[], ['owner'], ['team']]
// What a person reads, what says how a list shows a field, and what names a place in the log or a moment of the run.
const TEXTS = new Set([
  'column', 'fact', 'figure',
  'reason', 'text', 'label', 'receipt', 'link', 'question', 'description', 'name', 'title', 'message', 'reason_parts', 'parts',
  'position', 'version', 'seconds',
])

const folder = await mkdtemp(join(tmpdir(), 'same-answers-'))
const programs = [
  { name: 'old', path: resolve(old), data: join(folder, 'old') },
  { name: 'new', path: resolve(next), data: join(folder, 'new') },
]
let code = 1
try {
  await making(programs[0])
  await cp(programs[0].data, programs[1].data, { recursive: true, filter: (f) => !f.includes('columns.duckdb') && !f.endsWith('control.sock') })
  code = await compare()
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit(code)

// making has a program make the sample company, and ends it.
async function making(p) {
  const ended = await serving(p, ['demo', '--data', p.data, '--addr', '127.0.0.1:0', '--size', size])
  await ended()
}

// serving starts a server and gives what ends it.
async function serving(p, args) {
  const child = spawn(p.path, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  await new Promise((ready, failed) => {
    const take = (text) => {
      said += text
      if (/http:\/\/\S+/.test(said)) ready()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('exit', () => failed(new Error(`${p.name}: ${said}`)))
  })
  return () => new Promise((over) => {
    child.on('exit', over)
    child.kill('SIGTERM')
  })
}

async function compare() {
  const ends = await Promise.all(programs.map((p) => serving(p, ['serve', '--data', p.data, '--addr', '127.0.0.1:0'])))
  try {
    const lists = await Promise.all(programs.map((p) => ask(p, ['metric', 'list'])))
    const known = lists.map((l) => l.metrics.map((m) => m.name))
    const names = known[0].filter((n) => known[1].includes(n))
    for (const n of [...known[0], ...known[1]].filter((n) => !names.includes(n))) console.log(`${n}: only one of the programs has it`)
    const differ = new Map()
    let asked = 0
    for (const [i, name] of names.entries()) {
      for (const question of questions(name)) {
        const [a, b] = await Promise.all(programs.map((p) => ask(p, question).then((answer) => JSON.stringify(bare(answer)))))
        asked++
        if (a !== b) differ.set(name, [...(differ.get(name) ?? []), { question, a, b }])
      }
      process.stderr.write(`\r${i + 1} of ${names.length} metrics`)
    }
    process.stderr.write('\n')
    for (const [name, all] of differ) {
      const { question, a, b } = all[0]
      const at = [...a].findIndex((c, i) => c !== b[i])
      console.log(`${name}: ${all.length} questions are answered otherwise; salesops ${question.join(' ')}`)
      console.log(`  old …${a.slice(Math.max(0, at - 80), at + 120)}`)
      console.log(`  new …${b.slice(Math.max(0, at - 80), at + 120)}`)
    }
    console.log(`${asked} questions about ${names.length} metrics: ${differ.size ? `${differ.size} metrics differ` : 'all answers are equal'}`)
    return differ.size ? 1 : 0
  } finally {
    await Promise.all(ends.map((end) => end()))
  }
}

// questions are those about one metric: on each day in each breakdown, and the records of today.
function* questions(name) {
  for (let d = 0; d < DAYS; d++) {
    const day = d === 0 ? [] : ['--as-of', new Date(Date.now() - d * APART * 86_400_000).toISOString().slice(0, 10)]
    for (const by of BREAKDOWNS) {
      yield ['metric', name, ...day, ...(by.length ? ['--by', by.join(',')] : ['--grain', 'quarter', '--compare', 'year'])]
    }
  }
  yield ['metric', name, '--records']
}

// ask gives an answer, or what a refusal says of its kind.
async function ask(p, args) {
  try {
    const { stdout } = await run(p.path, [...args, '--data', p.data, '--format', 'json'], { maxBuffer: 1 << 28 })
    return JSON.parse(stdout)
  } catch (e) {
    if (e.code === undefined || typeof e.code === 'string') throw e
    return { refused: e.code }
  }
}

// bare leaves out what may differ.
function bare(value) {
  if (Array.isArray(value)) return value.map(bare)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).filter(([k, v]) => !TEXTS.has(k) && (k !== 'of' || typeof v === 'number')).map(([k, v]) => [k, bare(v)]))
}
