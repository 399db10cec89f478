import { describe, expect, it } from 'vitest';
import { keyName } from '../src/ui/keys';

const pressed = (key: string, more: Partial<KeyboardEvent> = {}): string => keyName({ key, ...more } as KeyboardEvent);

describe('names of keys', () => {
  it('are as they are listed', () => {
    expect(pressed('g')).toBe('g');
    expect(pressed(' ')).toBe('Space');
    expect(pressed('?', { shiftKey: true })).toBe('?');
    expect(pressed('S', { shiftKey: true })).toBe('Shift+S');
    expect(pressed('k', { ctrlKey: true })).toBe('Ctrl+K');
    expect(pressed('K', { metaKey: true })).toBe('Ctrl+K');
    expect(pressed('ArrowLeft', { altKey: true })).toBe('Alt+ArrowLeft');
    expect(pressed('[')).toBe('[');
  });
});
