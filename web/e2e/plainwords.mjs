/**
 * Runs in the page on the pseudo locale, where every text of a catalogue has
 * accents: finds plain words in texts and in the attributes that are read out.
 * Data is marked translate="no".
 */
export function plainWords() {
  const found = new Set();
  const known =
    /^(n|pp|CSV|XLSX|PNG|Ctrl|K|salesops|[A-Z]{2,3}|EUR|USD|mon-fri|CRM|[GMK]?B|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|AM|PM|January|February|March|April|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|and|Q\d)$/;
  const check = (text, where) => {
    for (const word of text.match(/[A-Za-z][A-Za-z-]{2,}/g) ?? []) {
      // a pseudo word is cut at its accents; a plain one stands free
      const at = text.indexOf(word);
      const before = text[at - 1] ?? ' ';
      const after = text[at + word.length] ?? ' ';
      if (/[^\s\d(),.:;·…“”"'/–#$+%−-]/.test(before) || /[^\s\d(),.:;·…“”"'/–#$+%−-]/.test(after)) continue;
      if (!known.test(word)) found.add(`${where}: ${word} in “${text.trim().slice(0, 80)}”`);
    }
  };
  const skipped = (el) => el.closest('[translate=no], script, style, canvas, option[lang]') !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement && !skipped(node.parentElement)) check(node.textContent, 'text');
  }
  for (const el of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (skipped(el)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) check(el.getAttribute(name) ?? '', name);
  }
  return [...found];
}
