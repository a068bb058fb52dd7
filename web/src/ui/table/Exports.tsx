import { Button, type ButtonProps } from '@mantine/core';
import { useMay } from '../../api/may.ts';

const formats = ['csv', 'xlsx'] as const;

interface Props {
  /** The address of a table as a file. */
  of: (format: (typeof formats)[number]) => string;
  size?: ButtonProps['size'];
}

/** Takes a table out as a file. */
export function Exports({ of, size }: Props) {
  const may = useMay();
  if (!may('export')) return null;
  return formats.map((format) => (
    <Button key={format} component="a" variant="default" size={size} href={of(format)} download translate="no">
      {format.toUpperCase()}
    </Button>
  ));
}
