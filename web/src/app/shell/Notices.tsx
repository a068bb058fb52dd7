import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { healthQuery } from '../../api/queries.ts';
import { useReasons } from '../../words/say/reasons/useReasons.ts';
import styles from '../bar/bar.module.css';

/** What keeps the server from doing all of its work, on every page. Once it is over, the page asks anew. */
export function Notices() {
  const say = useReasons();
  const client = useQueryClient();
  const notices = useQuery(healthQuery).data?.notices ?? [];
  const ailing = notices.length > 0;
  const before = useRef(ailing);
  useEffect(() => {
    if (before.current && !ailing) void client.invalidateQueries();
    before.current = ailing;
  }, [ailing, client]);
  return notices.map((notice) => {
    const text = say(notice, notice.text);
    return (
      <div key={notice.reason_code} className={styles.banner} role="status">
        <strong>{text.charAt(0).toLocaleUpperCase() + text.slice(1)}</strong>
      </div>
    );
  });
}
