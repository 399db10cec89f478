/**
 * Filters as an operator types them: `plane=37 & state!=up`, `load>0.8`, `name~P03`, and plain words that
 * must occur somewhere in the row. Terms are joined by `&` or by spaces.
 */

type Value = string | number | boolean | null | undefined;
/** A field with several values passes where one of them does; `!=` wants that none is the one. */
export type Fields = Record<string, Value | readonly string[]>;
export type Filter = (row: Fields) => boolean;

const Term = /^([\w.]+)\s*(!=|>=|<=|=|>|<|~)\s*(.*)$/;

/** The test of a filter's text; an empty text lets everything pass. */
export function parseFilter(text: string): Filter {
  const terms = text
    .split('&')
    .flatMap((part) => splitWords(part.trim()))
    .filter((term) => term.length > 0)
    .map(parseTerm);
  return (row) => terms.every((term) => term(row));
}

/** Spaces part terms, except around an operator. */
function splitWords(part: string): string[] {
  return part.replace(/\s*(!=|>=|<=|=|>|<|~)\s*/g, '$1').split(/\s+/);
}

function parseTerm(term: string): Filter {
  const parts = Term.exec(term);
  if (!parts) {
    const word = term.toLowerCase();
    return (row) => Object.values(row).some((value) => !isMany(value) && textOf(value).includes(word));
  }
  const [, field, operator, wanted] = parts as unknown as [string, string, string, string];
  return (row) => {
    const value = row[field];
    if (!isMany(value)) return compare(value, operator, wanted);
    const test = (item: string): boolean => compare(item, operator, wanted);
    return operator === '!=' ? value.every(test) : value.some(test);
  };
}

function isMany(value: Fields[string]): value is readonly string[] {
  return Array.isArray(value);
}

function compare(value: Value, operator: string, wanted: string): boolean {
  const text = textOf(value);
  const want = wanted.toLowerCase();
  switch (operator) {
    case '=':
      return typeof value === 'number' ? value === Number(want) : text === want;
    case '!=':
      return typeof value === 'number' ? value !== Number(want) : text !== want;
    case '~':
      return text.includes(want);
    default:
      return ordered(typeof value === 'number' ? value : Number.NaN, operator, Number(want));
  }
}

/** Unknown values fail every order, as NaN does. */
function ordered(value: number, operator: string, wanted: number): boolean {
  if (operator === '>') return value > wanted;
  if (operator === '<') return value < wanted;
  return operator === '>=' ? value >= wanted : value <= wanted;
}

function textOf(value: Value): string {
  return value === null || value === undefined ? '' : String(value).toLowerCase();
}
