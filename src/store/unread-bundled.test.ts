/** What is done beside a bundled model's row that can't be read while that model is removed: nothing of it is lost, in this tab or another. */
import { beforeEach, expect, it } from 'vitest';
import { parseRegistry } from '../method/registry/registry';
import { pretendBrowser } from './browser.node';
import { savedModel, shippedText } from './saved-model.node';

const registry = parseRegistry(shippedText('registry.json'));
const browser = pretendBrowser(registry, [registry.licences[0]!.record]);
const rows = () => browser.database().getAllKeys('models');

beforeEach(async () => {
  browser.clear();
  await browser.database().put('models', savedModel({ id: 'bundled', registry }));
  browser.database().lost.add('bundled');
});

it('a change kept beside it by one tab stays when another removes the model while its own is being kept', async () => {
  const [a, b] = [await browser.open(), await browser.open()];
  await browser.settle();
  a.state().setConfidences([0.2], 0.01);
  b.state().setConfidences([0.3], 0.01);
  b.state().removeModel('bundled');
  await browser.settle();
  expect(await rows()).toEqual(['bundled', 'bundled-2']);
  expect(Object.keys(a.state().models)).toEqual(['bundled-2']);
});

it('a change that was not kept yet when the model was removed is kept once it is brought back', async () => {
  const { state } = await browser.open();
  await browser.settle();
  state().setConfidences([0.2], 0.01);
  state().removeModel('bundled');
  await browser.settle();
  expect(await rows()).toEqual(['bundled']);
  await state().bringBackBundled();
  await browser.settle();
  expect(await rows()).toEqual(['bundled', 'bundled-2']);
  expect(state().models[state().currentId!]?.registry.confidences).toEqual([0.2]);
  const { state: later } = await browser.open();
  expect(later().models['bundled-2']?.registry.confidences).toEqual([0.2]);
});
