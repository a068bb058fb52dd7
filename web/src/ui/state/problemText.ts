import { createContext, useContext } from 'react';
import type { Problem } from '../../api/problem.ts';

/** What a problem says to the reader. The app gives the words; without them the server's sentence stands. */
export const ProblemText = createContext<(problem: Problem) => string>((p) => p.detail);

export const useProblemText = () => useContext(ProblemText);
