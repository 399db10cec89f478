/** How values are written: tabular, short, a dash for what is not known. */

export const Dash = '–';
const ThinSpace = '\u202f';

/** 9712 as 9 712. */
export function count(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return Dash;
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ThinSpace);
}

/** 0.9993 as 99.93 %; never rounds up to 100 what is not. */
export function share(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return Dash;
  const scale = 10 ** digits;
  const floored = Math.floor(value * 100 * scale + 1e-9) / scale;
  return `${floored.toFixed(digits)}${ThinSpace}%`;
}

/** Three digits that matter: 5.12, 51.2, 512. */
export function ms(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return Dash;
  if (Math.abs(value) < 10) return value.toFixed(2);
  return Math.abs(value) < 99.95 ? value.toFixed(1) : count(value);
}

export function ratio(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? Dash : `${value.toFixed(2)}×`;
}

export function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined || !Number.isFinite(value) ? Dash : value.toFixed(digits);
}

/** 1234567 as 1.23 M. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return Dash;
  const size = Math.abs(value);
  if (size >= 1e9) return `${(value / 1e9).toFixed(2)}${ThinSpace}G`;
  if (size >= 1e6) return `${(value / 1e6).toFixed(2)}${ThinSpace}M`;
  if (size >= 1e4) return `${(value / 1e3).toFixed(1)}${ThinSpace}k`;
  return size >= 100 || Number.isInteger(value) ? count(value) : value.toFixed(1);
}

/** 07:41:03 of an ISO time or of milliseconds. */
export function clock(at: string | number | null | undefined): string {
  const iso = isoOf(at);
  return iso === null ? Dash : iso.slice(11, 19);
}

/** 2026-11-20 07:41:03Z. */
export function dateTime(at: string | number | null | undefined): string {
  const iso = isoOf(at);
  return iso === null ? Dash : `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
}

/** 75 000 ms as 01:15, 3 700 000 as 1:01:40. */
export function span(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return Dash;
  const s = Math.max(0, Math.round(value / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const tail = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${tail}` : tail;
}

/** 5 400 000 ms as 1 h 30 min. */
export function about(value: number): string {
  const min = Math.round(value / 60_000);
  if (min < 1) return `${Math.max(1, Math.round(value / 1000))}${ThinSpace}s`;
  if (min < 60) return `${min}${ThinSpace}min`;
  return min % 60 === 0 ? `${min / 60}${ThinSpace}h` : `${Math.floor(min / 60)}${ThinSpace}h ${min % 60}${ThinSpace}min`;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

function isoOf(at: string | number | null | undefined): string | null {
  if (at === null || at === undefined) return null;
  const time = typeof at === 'number' ? at : Date.parse(at);
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null;
}
