import type { Schemas } from '../../api/client.ts';

type Report = Schemas['ImportReport'];
type FileReport = Schemas['ImportFile'];

/** A table that could be read and that no layout knows: what its columns mean can be guessed. */
export const guessable = (f: FileReport) =>
  f.unknown && f.reason_code !== 'layout_export' && (f.reason_code ?? '').startsWith('layout_');

/** The name a file has on the server, where folders and odd characters go; names that stand twice get a number. */
export function named(files: File[]): File[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const end =
      [
        ...file.name
          .slice(Math.max(file.name.lastIndexOf('/'), file.name.lastIndexOf('\\')) + 1)
          .replace(/[^\p{L}\p{Nd} ._\-()@+]/gu, '_')
          .trim()
          .replace(/^\.+/, ''),
      ]
        .slice(-60)
        .join('') || 'file.csv';
    const dot = end.lastIndexOf('.') > 0 ? end.lastIndexOf('.') : end.length;
    let name = end;
    for (let n = 2; taken.has(name); n++) name = `${end.slice(0, dot)}-${n}${end.slice(dot)}`;
    taken.add(name);
    return name === file.name ? file : new File([file], name, { type: file.type, lastModified: file.lastModified });
  });
}

/** Files with tables that no layout knows, and the others. An archive can be both. */
export function parted(files: File[], report: Report): { known: File[]; unknown: File[] } {
  const of = (file: File) => report.files.filter((f) => f.name === file.name || f.name.startsWith(`${file.name} › `));
  return {
    known: files.filter((file) => of(file).some((f) => !guessable(f)) || of(file).length === 0),
    unknown: files.filter((file) => of(file).some(guessable)),
  };
}

/** A report without the tables that are asked about elsewhere on the page. */
export function withoutGuessable(report: Report): Report {
  if (!report.files.some(guessable)) return report;
  const left = report.files.filter(
    (f) => f.unknown && !guessable(f) && f.reason_code !== 'file_kind' && f.reason_code !== 'file_kind_unknown',
  ).length;
  return {
    ...report,
    files: report.files.filter((f) => !guessable(f)),
    problems: report.problems.filter((p) => p.code !== 'unknown_files' || left > 0),
  };
}
