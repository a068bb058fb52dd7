import { load } from 'js-yaml';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Texts = Record<string, string>;

interface Noun {
  one: string;
  many: string;
}

/** What of a metric file is words; docs/howto/add-a-metric.md has all of its keys. */
interface MetricFile {
  name: string;
  title: string;
  question: string;
  noun?: Noun;
  problem?: Rule;
  guards?: Rule[];
  positive?: { say: string };
}

interface Rule {
  noun?: Noun;
  say: Noun;
}

/** metrics/catalog/words: a language's words for what the files say in English. */
interface Words {
  groups: Texts;
  metrics: Record<string, { title: string; question: string }>;
  nouns: Texts;
  rules: Record<string, { record: string; some?: string }>;
}

/**
 * What is said of problems in the data, as messages by id: problem.won_without_amount. go test ./internal/problems makes
 * sure that no language lacks any.
 */
export function problemTexts(folder: string, locale: string): { sentences: Texts; file: string } {
  const file = path.join(folder, `${locale}.yaml`);
  const said = Object.entries(load(readFileSync(file, 'utf8')) as Texts);
  return { sentences: Object.fromEntries(said.map(([name, text]) => [`problem.${name}`, text])), file };
}

/**
 * The words of the metric catalogue in a language, as messages by id: metric.win_rate, question.win_rate and
 * group.pipeline for the pages; noun.…, record.… and some.…, which go on with the English words that the server sends,
 * for the sentences. go test . makes sure that no language lacks any.
 */
export function catalogueTexts(folder: string, locale: string): { names: Texts; sentences: Texts; files: string[] } {
  const read = (file: string): unknown => load(readFileSync(file, 'utf8'));
  const files = readdirSync(folder)
    .filter((f) => f.endsWith('.yaml'))
    .map((f) => path.join(folder, f));
  const metrics = files.map((f) => read(f) as MetricFile);
  const file = path.join(folder, 'words', `${locale}.yaml`);
  const words = read(file) as Partial<Words>;

  const names: Texts = {};
  const sentences: Texts = {};
  for (const [code, label] of Object.entries(words.groups ?? {})) names[`group.${code}`] = label;
  for (const m of metrics) {
    const said = words.metrics?.[m.name];
    names[`metric.${m.name}`] = said?.title ?? m.title;
    names[`question.${m.name}`] = said?.question ?? m.question;
    const rules = [...(m.guards ?? []), ...(m.problem ? [m.problem] : [])];
    for (const noun of [m.noun, ...rules.map((r) => r.noun)])
      if (noun) sentences[`noun.${noun.many}`] = words.nouns?.[noun.many] ?? noun.many;
    for (const { say } of rules) {
      const rule = words.rules?.[say.one];
      const some =
        rule?.some ?? `{count, plural, one {# of {of} {noun} ${say.one}} other {# of {of} {noun} ${say.many}}}`;
      sentences[`record.${say.one}`] = rule?.record ?? say.one;
      sentences[`some.${say.one}`] = sentences[`some.${say.many}`] = some;
    }
    if (m.positive) sentences[`record.${m.positive.say}`] = words.rules?.[m.positive.say]?.record ?? m.positive.say;
  }
  return { names, sentences, files: [...files, file] };
}
