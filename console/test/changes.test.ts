import { describe, expect, it } from 'vitest';
import { saidOf } from '../src/model/changes';

describe('a change', () => {
  it.each([
    ['kind: node, node: P03-S07', 'node P03-S07'],
    ['kind: plane, plane: 3, constellation: reference-480', 'plane 3, constellation reference-480'],
    ['kind: noise, between: [oslo, P01-S02], loss: 5%', 'noise between oslo and P01-S02, loss 5%'],
    ['node: P03-S07', 'node: P03-S07'],
    ['kind: clock', 'clock'],
  ])('%j is said as %j', (fields, said) => expect(saidOf(fields)).toBe(said));
});
