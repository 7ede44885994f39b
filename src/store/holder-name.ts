/** What a licence's holder is called on the page: files keep the name as it is, in English where nobody gave one. */
import type { Licence } from '../method/registry/registry';
import { hasDefaultName } from '../method/registry/registry';
import { say } from '../texts/say';

/** The name that was given, else "User 23" in the page's language. */
export function holderName(licence: Pick<Licence, 'user' | 'name'>): string {
  return hasDefaultName(licence) ? say('licences.user', { user: String(licence.user) }) : licence.name;
}
