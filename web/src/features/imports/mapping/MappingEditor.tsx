import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Query } from '../../../ui/state/Query.tsx';
import type { Flow } from '../useFlow.ts';
import { suggestionQuery } from './suggest.ts';
import styles from '../imports.module.css';

/** For files that no layout knows: says what their columns mean, and looks at them again. */
export function MappingEditor({ flow }: { flow: Flow }) {
  const { t } = useLingui();
  const written = flow.options.mapping;
  const suggestion = useQuery({ ...suggestionQuery(flow.files), enabled: written === undefined });
  return (
    <section className={styles.mapping} aria-label={t`What the columns mean`}>
      <h2><Trans>What the columns mean</Trans></h2>
      <p className="dim"><Trans>Each line is a guess from the headers and values, with its reason behind the #. Change what is wrong, then look again. Files that are known already need no entry.</Trans></p>
      {written === undefined
        ? <Query of={suggestion} height={240}>{(text) => <Editor flow={flow} text={text} />}</Query>
        : <Editor flow={flow} text={written} />}
    </section>
  );
}

function Editor({ flow, text }: { flow: Flow; text: string }) {
  const { t } = useLingui();
  const [mapping, setMapping] = useState(text);
  return (
    <form onSubmit={(e) => { e.preventDefault(); flow.look(flow.files, { ...flow.options, mapping }); }}>
      <Textarea
        aria-label={t`Mapping`}
        value={mapping}
        onChange={(e) => setMapping(e.currentTarget.value)}
        autosize
        minRows={8}
        maxRows={28}
        spellCheck={false}
        translate="no"
        classNames={{ input: styles.yaml }}
      />
      <div className={styles.actions}>
        <Button type="submit" size="sm"><Trans>Look again with this mapping</Trans></Button>
        <Button component="a" size="sm" variant="default" download="mapping.yaml" href={`data:application/yaml;charset=utf-8,${encodeURIComponent(mapping)}`}><Trans>Keep the mapping as a file</Trans></Button>
      </div>
    </form>
  );
}
