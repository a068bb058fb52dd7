/** Conditions of which one is enough. */

/** One condition out of several. */
export function anyOf(conditions: string[]): string {
  return conditions.join(' || ');
}

/** The conditions of which one is enough: what stands between || outside quotes and brackets. */
export function alternativesOf(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"' || c === "'") i = endOfText(text, i);
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    else if (c === '?' && depth === 0)
      return [text.trim()]; // a ? b : c || d holds the || itself
    else if (depth === 0 && text.startsWith('||', i)) {
      parts.push(text.slice(from, i).trim());
      from = i + 2;
      i++;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

/** Where the text in quotes that begins here ends. */
function endOfText(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[start]) return i;
  }
  return text.length;
}
