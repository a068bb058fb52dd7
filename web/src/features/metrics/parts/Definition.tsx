import { useLingui } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { definitionQuery } from '../../../api/queries.ts';
import styles from '../metric.module.css';

interface Props {
  name: string;
  formula: string;
  /** In English, as the metric's file has it. */
  description: string;
}

/** A definition: the formula, and what it means in the reader's language where there are words for it. */
export function Definition({ name, formula, description }: Props) {
  const { i18n } = useLingui();
  const definition = useQuery(definitionQuery(name));
  const own = definition.data?.descriptions[i18n.locale];
  return (
    <>
      <p className={styles.formula} translate="no">
        <code>{formula}</code>
      </p>
      {(own ?? description) && (
        <p className={styles.description} lang={own ? i18n.locale : 'en'} translate="no">
          {own ?? description}
        </p>
      )}
    </>
  );
}
