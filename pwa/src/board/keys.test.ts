import { expect, test } from 'vitest';
import { commandOf } from './keys';

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false };

test.each([
  ['j', 'next'],
  ['K', 'previous'],
  ['a', 'assign'],
  ['/', 'palette'],
  ['?', 'help'],
  ['Escape', 'back'],
])('%s', (key, command) => {
  expect(commandOf({ ...PLAIN, key }, false, false)?.do).toBe(command);
});

test('letters belong to the field while somebody types', () => {
  expect(commandOf({ ...PLAIN, key: 'j' }, true, false)).toBeNull();
  expect(commandOf({ ...PLAIN, key: 'Escape' }, true, false)).toEqual({ do: 'back' });
  expect(commandOf({ ...PLAIN, ctrlKey: true, key: 'k' }, true, false)).toEqual({ do: 'palette' });
});

test('the browser keeps its own chords', () => {
  expect(commandOf({ ...PLAIN, ctrlKey: true, key: 'a' }, false, false)).toBeNull();
});

test('digits preview candidates, G goes places', () => {
  expect(commandOf({ ...PLAIN, key: '3' }, false, false)).toEqual({ do: 'candidate', n: 3 });
  expect(commandOf({ ...PLAIN, key: 'o' }, false, true)).toEqual({ do: 'go', to: 'orders' });
  expect(commandOf({ ...PLAIN, key: 'x' }, false, true)).toBeNull();
});
