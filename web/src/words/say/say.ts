import type { AllWords } from '../useWords.ts';

/** The parts of a reason by name, as the server sent them; numbers are plain digits. */
export type Parts = Partial<Record<string, string>>;

/** The same inside a sentence, where the layout test has made sure that each part is there. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Given = Record<string, any>;

/** What a sentence may need beside its parts. */
export interface Helpers {
  words: AllWords;
  /** The words of a term that metric files write in English (won deals); its own text where it has none. */
  term: (text?: string) => string;
  /** The sentence of a reason that is a part of this one. */
  inner: (name: string) => string;
}

export type Say = (parts: Given, say: Helpers) => string;
export type Says = Record<string, Say>;
