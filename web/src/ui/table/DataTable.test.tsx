import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '../../test/render.tsx';
import { DataTable, type Column } from './DataTable.tsx';

interface Row {
  id: number;
  name: string;
}
const columns: Column<Row>[] = [
  { key: 'name', label: 'Name', sortable: true, cell: (r) => r.name },
  { key: 'id', label: 'Size', sortable: true, number: true, cell: (r) => r.id },
];
const rows = (n: number): Row[] => Array.from({ length: n }, (_, id) => ({ id, name: `row ${id}` }));
const key = (r: Row) => String(r.id);

test('a head sorts: text upwards first, numbers downwards first, then the other way round', () => {
  const sort = vi.fn();
  const { rerender } = show(<DataTable label="Rows" columns={columns} rows={rows(2)} rowKey={key} onSort={sort} />);
  fireEvent.click(screen.getByRole('button', { name: 'Name' }));
  fireEvent.click(screen.getByRole('button', { name: 'Size' }));
  expect(sort.mock.calls).toEqual([['name'], ['-id']]);
  rerender(<DataTable label="Rows" columns={columns} rows={rows(2)} rowKey={key} sort="-id" onSort={sort} />);
  expect(screen.getByRole('columnheader', { name: /Size/ }).getAttribute('aria-sort')).toBe('descending');
  fireEvent.click(screen.getByRole('button', { name: /Size/ }));
  expect(sort).toHaveBeenLastCalledWith('id');
});

test('a long table does not put all its rows into the page, and says how many there are', () => {
  const end = vi.fn();
  show(<DataTable label="Rows" columns={columns} rows={rows(50_000)} rowKey={key} height={400} onEnd={end} />);
  // nothing has a height here, so which rows are in sight is the browser tests' business
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('50001');
  expect(end).not.toHaveBeenCalled();
});

test('a short table without height shows every row, and its end asks for more', () => {
  const end = vi.fn();
  show(<DataTable label="Rows" columns={columns} rows={rows(5)} rowKey={key} onEnd={end} />);
  expect(screen.getAllByRole('row').length).toBe(6);
  expect(end).toHaveBeenCalled();
});
