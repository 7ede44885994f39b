/** The phases of a search by the names the job reports, as keys of the texts. */
const PHASES = ['reach', 'settle', 'polish', 'search'] as const;
export type PhaseKey = (typeof PHASES)[number];

export function phaseKey(phase: string): PhaseKey {
  return PHASES.find(known => known === phase) ?? 'search';
}
