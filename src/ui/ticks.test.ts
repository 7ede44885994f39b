import { expect, it } from 'vitest';
import { countTicks, shareAxis, shareTicks } from './ticks';

it('counts thirteen digits in even steps', () => {
  expect(countTicks(13)).toEqual([0, 3, 6, 9, 12]);
  expect(countTicks(4)).toEqual([0, 1, 2, 3, 4]);
  expect(countTicks(30)).toEqual([0, 10, 20, 30]);
});

it('ends shares at 100%, whatever they are', () => {
  expect(shareTicks([0.3906, 0.9935])).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(shareTicks([0.9906, 0.9937])).toEqual([0.99, 0.992, 0.994, 0.996, 0.998, 1]);
  expect(shareTicks([0])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(shareTicks([1])).toEqual([0.999, 1]);
});

it('lets an axis of shares end there too, and draws none for nothing', () => {
  // Rounded by itself it ended at 100.2%.
  expect(shareAxis([0.9788])).toEqual({ domain: [0.975, 1], ticks: [0.975, 0.98, 0.985, 0.99, 0.995, 1] });
  expect(shareAxis([])).toEqual({});
});
