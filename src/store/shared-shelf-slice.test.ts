/** Where nothing can be kept (Node has no IndexedDB): every change holds here, and of every one it is said that a reload loses it. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { findLicence, parseRegistry } from '../method/registry/registry';
import { messages } from '../texts/en';
import { savedModel, shippedText } from './saved-model.node';

vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
// Test files share their process: this one listens to a storage of its own.
vi.resetModules();
const { useStore } = await import('./store');
const { listen } = await import('./services');
const { storageNotice } = await import('./storage-trouble');
const { setTexts } = await import('../texts/say');
afterAll(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const page = () => useStore.getState();
const said = () => page().notices.filter(({ text }) => text === messages.notices.storage.modelNotKept);
const registry = parseRegistry(shippedText('registry.json'));

beforeEach(() => {
  setTexts('en', { messages, sentences: {}, words: {} });
  listen({
    engineLost: () => undefined,
    engineAfter: () => Promise.resolve(false),
    workers: () => undefined,
    storage: {
      onTrouble: (trouble, reason) => page().notify('warning', storageNotice(trouble, reason)),
      onModel: () => undefined,
      onUnreadable: () => undefined,
    },
  });
  useStore.setState({ models: { imported: savedModel({ registry }) }, currentId: 'imported', notices: [] });
});

it('says of every revocation that it is not kept, and every one holds', async () => {
  const users = registry.licences.slice(0, 3).map(({ user }) => user);
  for (const user of users) {
    page().revokeLicence(user);
    await expect.poll(() => said().length).toBe(1);
    page().dismiss(said()[0]!.id);
  }
  const now = page().models['imported']!.registry;
  for (const user of users) expect(findLicence(now, user)?.revokedAt).toBeDefined();
});

it('says it of a model that is removed', async () => {
  page().removeModel('imported');
  await expect.poll(() => said().length).toBe(1);
});
