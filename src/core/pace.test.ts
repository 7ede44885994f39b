import { expect, test } from 'vitest';
import { Pace } from './pace';

test('a piece is as long as a second allows, and never none', () => {
  const pace = new Pace(2, 16);
  expect(pace.next).toBe(2);
  pace.took(2, 200);
  expect(pace.next).toBe(10);
  pace.took(10, 20_000);
  expect(pace.next).toBe(1);
  pace.took(1, 3);
  expect(pace.next).toBe(16);
  pace.took(16, 0);
  expect(pace.next).toBe(16);
});
