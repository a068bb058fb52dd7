const key = 'salesops.recent';

/** What was used last in the palette, newest first. */
export const recent = {
  list(): string[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
      return Array.isArray(kept) ? kept.filter((k) => typeof k === 'string') : [];
    } catch {
      return []; // someone else wrote there
    }
  },
  add(id: string) {
    const plain = id.replace(/^recent /, '');
    if (plain.startsWith('record ')) return; // records are found by name, not kept
    localStorage.setItem(key, JSON.stringify([plain, ...recent.list().filter((k) => k !== plain)].slice(0, 5)));
  },
};
