import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { settingsQuery } from '../../api/queries.ts';
import { alternativesOf, anyOf } from '../../url/anyOf.ts';
import { buildCondition, partsOf, type BuiltCondition } from '../../url/conditions.ts';
import { Comparison } from './Comparison.tsx';
import { exampleOf, useFilterFields } from './useFields.ts';
import styles from './filter.module.css';

interface Props {
  object: string;
  more?: string[];
  /** The condition to change; none for a new one. */
  given?: string;
  onApply: (condition: string) => void;
}

const nothing: BuiltCondition = { path: '', op: 'is', value: '' };

/** The comparisons that a condition consists of; undefined for what only a person writes. */
function comparisonsOf(text: string): BuiltCondition[] | undefined {
  const parts = alternativesOf(text).map(partsOf);
  return parts.every((p) => p !== undefined) ? parts : undefined;
}

/** A condition from menus: comparisons of which one is enough. The expression they make stays in sight and may be written by hand. */
export function FilterMenus({ object, more, given, onApply }: Props) {
  const { t } = useLingui();
  const fields = useFilterFields(object, more);
  const currency = useQuery(settingsQuery).data?.values.currency || 'EUR';
  const [built, setBuilt] = useState<BuiltCondition[]>(() => (given && comparisonsOf(given)) || [nothing]);
  const [own, setOwn] = useState(given);
  const form = useRef<HTMLFormElement>(null);
  const drop = (i: number) => {
    form.current?.querySelector('select')?.focus(); // the button goes away, and Escape still has to close the menus
    change(built.filter((_, at) => at !== i));
  };
  const kindOf = (path: string) => fields.find((f) => f.path === path)?.kind;
  const made = built.map((b) => {
    const kind = kindOf(b.path);
    return kind && buildCondition(b, kind);
  });
  const complete = made.every((m) => m !== undefined && m !== '');
  const text = (own ?? (complete ? anyOf(made as string[]) : '')).trim();
  const change = (next: BuiltCondition[]) => {
    setOwn(undefined);
    setBuilt(next);
  };
  const write = (written: string) => {
    setOwn(written);
    const parts = comparisonsOf(written.trim());
    if (parts?.every((p) => kindOf(p.path))) setBuilt(parts);
  };
  return (
    <form
      ref={form}
      className={styles.menus}
      onSubmit={(e) => {
        e.preventDefault();
        e.stopPropagation();
        if (text) onApply(text);
      }}
    >
      {built.map((b, i) => (
        <fieldset
          key={i}
          className={styles.comparison}
          aria-label={built.length > 1 ? t`Alternative ${i + 1}` : t`Comparison`}
        >
          {i > 0 && (
            <span className={styles.or}>
              <Trans>or</Trans>
            </span>
          )}
          <Comparison
            object={object}
            fields={fields}
            currency={currency}
            built={b}
            onChange={(next) => change(built.map((x, at) => (at === i ? next : x)))}
          />
          {built.length > 1 && (
            <Button size="compact-xs" variant="subtle" className={styles.drop} onClick={() => drop(i)}>
              <Trans>Take away this alternative</Trans>
            </Button>
          )}
        </fieldset>
      ))}
      {complete && (
        <Button size="xs" variant="default" onClick={() => change([...built, { ...built.at(-1)!, value: '' }])}>
          <Trans>Or…</Trans>
        </Button>
      )}
      <TextInput
        size="xs"
        label={t`As an expression`}
        description={t`Made by the menus; it can be written by hand.`}
        value={own ?? text}
        onChange={(e) => write(e.currentTarget.value)}
        placeholder={exampleOf(fields, currency)}
        classNames={{ input: styles.code }}
        translate="no"
        spellCheck={false}
      />
      <Button type="submit" disabled={!text}>
        <Trans>Apply</Trans>
      </Button>
    </form>
  );
}
