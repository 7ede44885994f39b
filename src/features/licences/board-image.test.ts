import { describe, expect, it } from 'vitest';
import { boardSheet } from './board-image';

describe('boardSheet', () => {
  // Section 3.1: three confidences make 30 users, 200 make 2,000; in between, as many as still have words.
  it.each([
    [3, true],
    [12, true],
    [200, false],
  ])('sets %i rows of images apart, on whole pixels, inside the sheet', (rows, withWords) => {
    const board = boardSheet(rows, 10);
    expect(board.withWords).toBe(withWords);
    expect(board.edge % 28).toBe(0);
    const last = board.place(rows - 1, 9);
    expect([board.width, board.height, last.x, last.y].every(Number.isInteger)).toBe(true);
    expect(last.x + board.edge).toBeLessThan(board.width);
    expect(last.y + board.edge).toBeLessThan(board.height);
    expect(board.place(0, 1).x - board.place(0, 0).x).toBeGreaterThan(board.edge);
    expect(board.place(1, 0).y - board.place(0, 0).y).toBeGreaterThan(board.edge);
  });

  it('makes no picture that a browser could not', () => {
    // Two pixels of the file for each; Chromium and Firefox stop at 16,384 an edge, WebKit at 16,777,216 in all.
    const { width, height } = boardSheet(200, 10);
    expect(2 * height).toBeLessThanOrEqual(16_384);
    expect(4 * width * height).toBeLessThanOrEqual(16_777_216);
  });
});
