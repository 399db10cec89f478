import { describe, expect, it } from 'vitest';
import { sorted } from '../src/ui/table';
import type { Column } from '../src/ui/table';

interface Row {
  name: string;
  load: number | null;
}

const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', cell: (row) => row.name, value: (row) => row.name },
  { id: 'load', title: 'Load', cell: (row) => row.load, value: (row) => row.load },
];
const rows: Row[] = [{ name: 'P10', load: 3 }, { name: 'P9', load: null }, { name: 'P2', load: 20 }];
const names = (column: string, down: boolean): string => sorted(rows, columns, { column, down }).map((row) => row.name).join();

describe('sorting', () => {
  it('goes by number inside of names', () => expect(names('name', false)).toBe('P2,P9,P10'));
  it('goes by value', () => expect(names('load', false)).toBe('P10,P2,P9'));
  it('keeps the unknown last either way', () => expect(names('load', true)).toBe('P2,P10,P9'));
  it('leaves alone what it is not told', () => {
    expect(sorted(rows, columns, null)).toBe(rows);
    expect(sorted(rows, columns, { column: 'other', down: true })).toBe(rows);
  });
});
