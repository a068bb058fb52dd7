import { type ReactNode } from 'react';
import { UserMenu } from '../user/UserMenu.tsx';
import styles from './Door.module.css';

/** The frame of the pages that stand without a session. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <div className={styles.door}>
      <header className={styles.head}>
        <span className={styles.brand} translate="no">
          salesops
        </span>
        <UserMenu />
      </header>
      <main className={styles.main}>{children}</main>
    </div>
  );
}
