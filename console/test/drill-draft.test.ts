import { describe, expect, it } from 'vitest';
import { fieldsOf, NewDraft, parseSpan } from '../src/screens/incidents/draft';

describe('the fields of a drill', () => {
  it('are missing until it is said where', () => {
    expect(fieldsOf(NewDraft)).toBeNull();
    expect(fieldsOf({ ...NewDraft, kind: 'link', a: 'A' })).toBeNull();
    expect(fieldsOf({ ...NewDraft, kind: 'plane' })).toBeNull();
  });

  it('are those of a scenario', () => {
    expect(fieldsOf({ ...NewDraft, node: 'P03-S07' })).toBe('kind: node, node: P03-S07');
    expect(fieldsOf({ ...NewDraft, kind: 'slow', node: 'x', slowMs: 7 })).toBe('kind: slow, node: x, by: 7ms');
    expect(fieldsOf({ ...NewDraft, kind: 'noise', a: 'x', b: 'y', lossPercent: 3 })).toBe(
      'kind: noise, between: [x, y], loss: 3%',
    );
    expect(fieldsOf({ ...NewDraft, kind: 'region-jam', lat: -48, lon: 11.5 })).toBe(
      'kind: region-jam, centre: 48S 11.5E, radius: 800km',
    );
  });

  it('quote names that YAML would read as something else', () => {
    expect(fieldsOf({ ...NewDraft, node: "St John's, 2" })).toBe("kind: node, node: 'St John''s, 2'");
  });
});

it('spans are minutes and seconds, or seconds', () => {
  expect(parseSpan('05:00')).toBe(300_000);
  expect(parseSpan(' 90 ')).toBe(90_000);
  expect(parseSpan('1:75')).toBeNull();
  expect(parseSpan('soon')).toBeNull();
});
