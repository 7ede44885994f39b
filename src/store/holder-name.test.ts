import { describe, expect, it } from 'vitest';
import { issueLicence } from '../method/registry/registry';
import { loadCatalogue } from '../texts/messages';
import { setTexts } from '../texts/say';
import { defaultRegistry } from './default-registry';
import { holderName } from './holder-name';

const record = Array.from({ length: 10 }, () => 0.1);
const issue = { class: 7, confidence: 0.3, record, issuedAt: '2026-01-01' };

describe('what a licence’s holder is called', () => {
  const [unnamed] = issueLicence(defaultRegistry(), issue).licences;
  const [ada] = issueLicence(defaultRegistry(), { ...issue, name: 'Ada' }).licences;
  // A name that speaks of another user is a name somebody gave.
  const [other] = issueLicence(defaultRegistry(), { ...issue, name: 'User 7' }).licences;

  it('is the page’s word and the number while nobody named it, whatever the file says', async () => {
    // 7–0.30 is user 7·3 + 2 (section 2.4, the paper's C_fp 0.2, 0.3, 0.4).
    expect(unnamed!.name).toBe('User 23');
    setTexts('en', await loadCatalogue('en'));
    expect(holderName(unnamed!)).toBe('User 23');
    setTexts('de', await loadCatalogue('de'));
    expect(holderName(unnamed!)).toBe('Nutzer 23');
    expect(holderName({ user: 4, name: ' ' })).toBe('Nutzer 4');
  });

  it('is the given name in every language', async () => {
    setTexts('de', await loadCatalogue('de'));
    expect(holderName(ada!)).toBe('Ada');
    expect(holderName(other!)).toBe('User 7');
  });
});
