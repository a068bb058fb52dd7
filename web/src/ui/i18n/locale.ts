import { i18n, type Messages } from '@lingui/core';

/** The languages, named in themselves. */
export const languages = { en: 'English', 'zh-Hans': '简体中文', 'pt-BR': 'Português' } as const;
export type Language = keyof typeof languages | 'pseudo';

const catalogues: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import('../../locales/en.po'),
  'zh-Hans': () => import('../../locales/zh-Hans.po'),
  'pt-BR': () => import('../../locales/pt-BR.po'),
  pseudo: () => import('../../locales/pseudo.po'),
};

/** What the server may say in words: loaded after the page, which stands without it. */
const sentences: typeof catalogues = {
  en: () => import('../../locales/en.po?sentences'),
  'zh-Hans': () => import('../../locales/zh-Hans.po?sentences'),
  'pt-BR': () => import('../../locales/pt-BR.po?sentences'),
  pseudo: () => import('../../locales/pseudo.po?sentences'),
};

/** The texts of the pages about people, which come with the first of them. */
const people: typeof catalogues = {
  en: () => import('../../locales/en.po?people'),
  'zh-Hans': () => import('../../locales/zh-Hans.po?people'),
  'pt-BR': () => import('../../locales/pt-BR.po?people'),
  pseudo: () => import('../../locales/pseudo.po?people'),
};
let peopleToo = false;

const worded = new Set<string>();

/** Whether the sentences of a language are here; until then the server's English stands. */
export const hasSentences = (language: string): boolean => worded.has(language);

export function loadSentences(language: string, messages: Messages): void {
  worded.add(language);
  i18n.load(language, messages); // whoever uses words is told
}

const key = 'salesops.language';

/** What was chosen before, else the first of the browser's languages that we speak. */
export function preferredLanguage(stored = localStorage.getItem(key), wanted = navigator.languages): Language {
  if (stored && stored in catalogues) return stored as Language;
  for (const tag of wanted) {
    const [base] = tag.toLowerCase().split('-');
    if (base === 'zh') return 'zh-Hans';
    if (base === 'pt') return 'pt-BR';
    if (base === 'en') return 'en';
  }
  return 'en';
}

export async function speak(language: Language): Promise<void> {
  const { messages } = await catalogues[language]();
  i18n.load(language, messages);
  if (peopleToo) i18n.load(language, (await people[language]()).messages);
  i18n.activate(language);
  document.documentElement.lang = language === 'pseudo' ? 'en' : language;
  // a chunk that does not come leaves the server's English
  void sentences[language]().then(
    (part) => loadSentences(language, part.messages),
    () => undefined,
  );
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(key, language);
  await speak(language);
}

/** Loads a page about people together with its texts. */
export async function withPeople<T>(page: () => Promise<T>): Promise<T> {
  peopleToo = true;
  const [texts, loaded] = await Promise.all([people[i18n.locale as Language](), page()]);
  i18n.load(i18n.locale, texts.messages);
  return loaded;
}
