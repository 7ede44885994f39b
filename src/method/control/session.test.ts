import { describe, expect, it } from 'vitest';
import { createRegistry, issueLicence } from '../registry/registry';
import { authenticate } from './gate';
import type { ModelSource } from './session';
import { AccessSession } from './session';

const record = [0.3, 0.25, 0.25, 0.2];
const registry = issueLicence(createRegistry({ classes: 4, confidences: [0.3], epsilon: 0.01 }), {
  class: 0,
  confidence: 0.3,
  record,
  issuedAt: 'now',
});
const licensed = authenticate(record, registry, 'output-vector');
const stranger = authenticate([0.9, 0.1, 0, 0], registry, 'output-vector');

/** Models that are nothing but their kind, and a count of those alive. */
class Shelf implements ModelSource<{ control: boolean }> {
  alive = 0;
  loadProtected() {
    this.alive++;
    return Promise.resolve({ control: true });
  }
  loadBare() {
    this.alive++;
    return Promise.resolve({ control: false });
  }
  dispose() {
    this.alive--;
  }
}

describe('AccessSession', () => {
  it('lifts the control layer for a licence and attaches it again on leaving', async () => {
    const shelf = new Shelf();
    const session = await AccessSession.open(shelf);
    expect([session.access.kind, session.model.control]).toEqual(['protected', true]);
    expect(await session.present(licensed)).toEqual({ kind: 'authorized', user: 1 });
    expect(session.model.control).toBe(false);
    await session.leave();
    expect([session.access.kind, session.model.control]).toEqual(['protected', true]);
    expect(shelf.alive).toBe(1);
    session.close();
    expect(shelf.alive).toBe(0);
  });

  it('keeps a stranger out, and puts out whoever presents a refused image after a licence', async () => {
    const session = await AccessSession.open(new Shelf());
    expect(await session.present(stranger)).toEqual({ kind: 'protected' });
    expect(session.model.control).toBe(true);
    await session.present(licensed);
    await session.present(stranger);
    expect([session.access.kind, session.model.control]).toEqual(['protected', true]);
  });

  it('stays as it was when the bare model can not be loaded', async () => {
    const shelf = new Shelf();
    shelf.loadBare = () => Promise.reject(new Error('gone'));
    const session = await AccessSession.open(shelf);
    await expect(session.present(licensed)).rejects.toThrow('gone');
    expect([session.access.kind, session.model.control, shelf.alive]).toEqual(['protected', true, 1]);
  });
});
