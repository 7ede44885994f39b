/** What is told of a storage that is full: one notice, whatever is lost to it. */
import { expect, it } from 'vitest';
import { openStore } from './open-store.node';

it('one notice grows by what is lost; what was dismissed is not told again', async () => {
  const { useStore, persistence } = await openStore();
  const page = () => useStore.getState();
  void page().start({ backend: 'wasm', seed: 7, dataset: 'synthetic', workers: 1, tuning: null });
  useStore.setState({ notices: [] });
  const texts = () => page().notices.map(({ text }) => text);
  const { onTrouble } = persistence['listeners'];
  onTrouble('full-attacks', '');
  expect(texts()).toEqual([
    expect.stringMatching(/is full: what is measured .*licences are kept as they were/),
  ]);
  onTrouble('gave-up-cells', '');
  expect(texts()).toEqual([
    expect.stringMatching(/: what is measured .*; finished cells .*licences are kept\.$/),
  ]);
  onTrouble('full-model', '');
  expect(texts()).toEqual([
    expect.stringMatching(/: the latest change .*; what is .*; finished .*Export model/),
  ]);
  onTrouble('full-model', '');
  onTrouble('model-not-kept', '');
  expect(texts()).toHaveLength(2);
  page().notices.forEach(({ id }) => page().dismiss(id));
  onTrouble('full-settings', '');
  expect(texts()).toEqual([expect.stringMatching(/is full: a setting/)]);
});
