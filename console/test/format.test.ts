import { describe, expect, it } from 'vitest';
import { about, clock, count, dateTime, ms, share, short, span } from '../src/model/format';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers', () => {
  it('are in groups of three', () => expect(plain(count(1_234_567))).toBe('1 234 567'));
  it('never say that all was well when it was not', () => {
    expect(plain(share(0.99999))).toBe('99.99 %');
    expect(plain(share(1))).toBe('100.00 %');
    expect(plain(share(0.9993))).toBe('99.93 %');
  });
  it('have three digits that matter', () => {
    expect([0.5, 9.994, 10, 51.23, 99.94, 99.96, 188.7, 12_345].map((value) => plain(ms(value)))).toEqual(
      ['0.50', '9.99', '10.0', '51.2', '99.9', '100', '189', '12 345']);
  });
  it('are short when large', () => {
    expect([41_180, 1_500_000, 812, 0.51].map((value) => plain(short(value)))).toEqual(['41.2 k', '1.50 M', '812', '0.5']);
  });
  it.each([count, share, ms, short, span])('are a dash when unknown', (write) => {
    expect([null, undefined, Number.NaN].map((value) => write(value))).toEqual(['–', '–', '–']);
  });
});

describe('times', () => {
  it('are UTC', () => {
    expect(clock('2026-08-11T07:41:03.250Z')).toBe('07:41:03');
    expect(dateTime(Date.UTC(2026, 7, 11, 7, 41, 3))).toBe('2026-08-11 07:41:03Z');
  });
  it('that are none are a dash', () => expect([clock('soon'), clock(Number.NaN), clock(1e300)]).toEqual(['–', '–', '–']));
  it('last so long', () => expect([0, 75_000, 3_700_000, -5].map(span)).toEqual(['00:00', '01:15', '1:01:40', '00:00']));
  it('are told about', () => {
    expect([20_000, 300_000, 7_200_000, 5_400_000].map((value) => plain(about(value)))).toEqual(
      ['20 s', '5 min', '2 h', '1 h 30 min']);
  });
});
