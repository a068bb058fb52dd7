import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useNav, type NavEntry } from './nav.ts';
import styles from './Shell.module.css';

export function Rail() {
  const { t, i18n } = useLingui();
  const nav = useNav();
  return (
    <nav className={styles.nav} aria-label={t`Pages`}>
      {nav.map((group, i) => (
        <div key={i}>
          {group.label && (
            <div className={styles.label} id={`rail-${i}`}>
              {i18n._(group.label)}
            </div>
          )}
          <ul className={styles.group} aria-labelledby={group.label && `rail-${i}`}>
            {group.entries.map((entry) => (
              <li key={entry.key}>
                <Entry entry={entry} text={i18n._(entry.label)} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Entry({ entry, text }: { entry: NavEntry; text: string }) {
  return (
    <Link
      to={entry.to}
      params={entry.params as never}
      className={styles.link}
      activeOptions={{ exact: entry.to === '/', includeSearch: false }}
      search={{} as never}
    >
      {text}
    </Link>
  );
}
