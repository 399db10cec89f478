import { describe, expect, it } from 'vitest';
import { thenOf, WindowMs } from '../src/screens/streams/then';

const Hour = 3_600_000;
const now = Date.parse('2026-08-11T10:00:20Z');
const iso = (text: string): number => Date.parse(`2026-08-11T${text}Z`);

describe('the moment to compare with', () => {
  it('is the whole minute so long before', () => {
    expect(thenOf(now, Hour, iso('01:00:00'))).toEqual({ atMs: iso('09:00:00'), isOldest: false });
  });

  it('is the first whole window where the recording is younger', () => {
    expect(thenOf(now, Hour, iso('09:30:00'))).toEqual({ atMs: iso('09:30:00') + WindowMs, isOldest: true });
  });

  it('lies before now in a recording younger than a window', () => {
    expect(thenOf(now, WindowMs, iso('09:57:30'))).toEqual({ atMs: iso('09:59:00'), isOldest: true });
  });

  it('is none without a recording, or with less than a minute of it', () => {
    expect(thenOf(now, Hour, null)).toBeNull();
    expect(thenOf(now, Hour, iso('09:59:40'))).toBeNull();
  });
});
