import { expect, it } from 'vitest';
import { initialOf } from './initial';

it.each([
  ['王建国', '王'],
  ['Li Min', 'LM'],
  [' anna ', 'A'],
  ['𠮷野家', '𠮷'],
  ['', '?'],
])('%j → %s', (name, initial) => expect(initialOf(name)).toBe(initial));
