import { useLingui } from '@lingui/react/macro';
import { useComputedColorScheme, VisuallyHidden } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Drawing } from './engine.ts';
import { describePoint, type ChartSpec } from './spec.ts';
import styles from './Chart.module.css';

interface Props {
  title: string;
  spec: ChartSpec;
  height: number;
  onPick?: (index: number) => void;
  drawing: RefObject<Drawing | null>;
  onError: (e: unknown) => void;
}

/** The picture itself, loaded when first shown. Arrow keys walk its points, Enter opens one. */
export function Canvas({ title, spec, height, onPick, drawing, onError }: Props) {
  const { t } = useLingui();
  const scheme = useComputedColorScheme('light');
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const latest = useRef({ spec, scheme, onPick });
  useLayoutEffect(() => {
    latest.current = { spec, scheme, onPick };
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let gone = false;
    const sizes = new ResizeObserver(() => drawing.current?.resize());
    import('./engine.ts').then(({ draw }) => {
      if (gone) return;
      const { spec: s, scheme: c } = latest.current;
      drawing.current = draw(element, s, c, onPick && ((i) => latest.current.onPick?.(i)));
      sizes.observe(element);
    }, onError);
    return () => {
      gone = true;
      sizes.disconnect();
      drawing.current?.dispose();
      drawing.current = null;
    };
    // made once; later changes go through update
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => drawing.current?.update(spec, scheme), [spec, scheme, drawing]);

  const last = spec.labels.length - 1;
  const onKeyDown = (e: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };
    let next = at;
    if (e.key in steps) next = Math.min(last, Math.max(0, at === null ? last : at + steps[e.key]!));
    else if (e.key === 'Home') next = 0;
    else if (e.key === 'End') next = last;
    else if (e.key === 'Escape') next = null;
    else if (e.key === 'Enter' && at !== null) return onPick?.(at);
    else return;
    e.preventDefault();
    setAt(next);
    drawing.current?.point(next);
  };
  const hint = onPick
    ? t`Arrow keys walk along the points, Enter opens the records of one.`
    : t`Arrow keys walk along the points.`;
  return (
    <>
      <div
        ref={box}
        className={styles.canvas}
        style={{ height }}
        tabIndex={0}
        role="application"
        aria-roledescription={t`chart`}
        aria-label={`${title}. ${hint}`}
        onKeyDown={onKeyDown}
        onBlur={() => drawing.current?.point(null)}
      />
      <VisuallyHidden role="status">{at === null ? '' : describePoint(spec, at, t`no value`)}</VisuallyHidden>
    </>
  );
}
