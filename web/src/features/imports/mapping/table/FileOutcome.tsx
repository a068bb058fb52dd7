import { Plural, Trans } from '@lingui/react/macro';
import { useFormat } from '../../../../ui/format/FormatProvider.tsx';
import { useReasons } from '../../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../../words/useWords.ts';
import type { Mapping } from '../useMapping.ts';
import styles from '../mapping.module.css';

/** What the dry run says of one table: rows taken and refused, with the first reasons. */
export function FileOutcome({ file, m }: { file: string; m: Mapping }) {
  const format = useFormat();
  const words = useWords();
  const tell = useReasons();
  if (m.step !== 'looked') return null;
  const inner = (name: string) => name === file || name.endsWith(`/${file}`) || name.endsWith(` › ${file}`);
  const reports = m.job?.report?.files.filter((f) => inner(f.name)) ?? [];
  return reports.map((f, i) => (
    <div key={i} className={styles.fileOutcome}>
      <p className="small">
        <b>{words.objects(f.object)}</b>
        {': '}
        <Trans>
          {format.count(f.taken)} of {format.count(f.rows)} rows taken
        </Trans>
        {f.rejected > 0 && (
          <>
            , <Plural value={f.rejected} one="# refused" other="# refused" />
          </>
        )}
        {f.set_aside > 0 && (
          <>
            , <Trans>{format.count(f.set_aside)} set aside</Trans>
          </>
        )}
      </p>
      {f.rejects.length > 0 && (
        <ul className={styles.reasons}>
          {f.rejects.slice(0, 5).map((r, k) => (
            <li key={k} className="small">
              <Trans>Line {format.count(r.line)}</Trans>
              {r.column && (
                <>
                  , <span translate="no">{r.column}</span>
                </>
              )}
              : {tell(r, r.reason)}
            </li>
          ))}
          {f.rejected > 5 && (
            <li className="small dim">
              <Trans>and {format.count(f.rejected - 5)} more</Trans>
            </li>
          )}
        </ul>
      )}
    </div>
  ));
}
