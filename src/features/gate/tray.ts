/** What lies in the tray before the gate: licences of the board and a clean digit, each with what it becomes as a file. */
import { encodeDigitPng } from '../../data/image-file';
import type { SavedModel } from '../../store/saved-model';
import type { DragFile } from '../../ui/drag-payload';
import { outputName } from '../../ui/confidence-scale';
import type { GateWords } from './verdict-words';

/** Licences in sight at once: two rows of three. */
const LICENCES = 6;

export interface TrayItem {
  /** Carried while it is dragged. */
  readonly id: string;
  readonly label: string;
  /** How the gate calls it once it stands there. */
  readonly submitted: string;
  /** What it shows, spoken. */
  readonly alt: string;
  readonly pixels: Uint8Array;
  readonly revoked: boolean;
  readonly file: DragFile;
}

/** `count` of `items`, evenly taken, the first among them. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

function png(name: string, pixels: Uint8Array): DragFile {
  return { name: `${name}.png`, mime: 'image/png', content: () => encodeDigitPng(pixels) };
}

/** Up to six licences, spread over the classes; when some are revoked, one of them is always in sight. */
export function licenceItems({ licences, registry }: SavedModel, t: GateWords): TrayItem[] {
  const revokedUsers = new Set(
    registry.licences.filter(licence => licence.revokedAt !== undefined).map(licence => licence.user),
  );
  const revoked = licences.filter(licence => revokedUsers.has(licence.user)).slice(0, 1);
  const holding = licences.filter(licence => !revokedUsers.has(licence.user));
  return [...spread(holding, LICENCES - revoked.length), ...revoked].map(licence => {
    const name = outputName(licence);
    const isRevoked = revokedUsers.has(licence.user);
    return {
      id: `licence ${licence.user}`,
      label: name,
      submitted: t('tray.submittedLicence', { name }),
      alt: t(isRevoked ? 'tray.revokedLicence' : 'tray.licence', { name, user: String(licence.user) }),
      pixels: licence.pixels,
      revoked: isRevoked,
      file: png(`licence-${licence.class}-${licence.confidence.toFixed(3)}`, licence.pixels),
    };
  });
}

export function cleanItem(digit: { pixels: Uint8Array; label: number }, t: GateWords): TrayItem {
  const values = { digit: String(digit.label) };
  return {
    id: 'clean digit',
    label: t('tray.clean', values),
    submitted: t('tray.submittedClean', values),
    alt: t('tray.cleanAlt', values),
    pixels: digit.pixels,
    revoked: false,
    file: png(`clean-${digit.label}`, digit.pixels),
  };
}
