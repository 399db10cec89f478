import { expect, it } from 'vitest';
import { csvOf } from '../src/model/csv';

it('quotes what has commas, quotes and line ends', () => {
  expect(csvOf(['a', 'b'], [['x,y', 'say "so"'], [1.5, null]])).toBe('a,b\r\n"x,y","say ""so"""\r\n1.5,\r\n');
});

it('lets no spreadsheet run a name as a formula', () => {
  expect(csvOf(['a'], [['=cmd()'], [-5]])).toBe("a\r\n'=cmd()\r\n-5\r\n");
});
