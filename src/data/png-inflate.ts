/**
 * A PNG's zlib stream unpacked (RFC 1950 and 1951) into room of known size. Written out because it is untrusted what a stream costs:
 * libraries make tables of 32,768 entries for every block before they look whether its codes fit together, and fifteen bytes make a
 * block. Here a block costs no more than its own few hundred lengths, its codes are looked at first, blocks are counted, and nothing
 * goes beyond the room.
 */
import { sentence } from '../core/sentence';
import { damaged } from './png-chunks';

/** Encoders make a block of some ten thousand bytes, or of a row at least; the largest digit read has 224 rows. */
const MOST_BLOCKS = 2000;
const LONGEST_CODE = 15;
/** Codes of so many bits are looked up at once. */
const QUICK = 9;
/** Length codes 257 … 285: the shortest length of each, and how many more bits tell it (RFC 1951, section 3.2.5). */
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
/** The same of distances, codes 0 … 29: two for each number of bits. */
const DISTANCE_BITS = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const DISTANCES = DISTANCE_BITS.map((bits, code) => (code < 4 ? code + 1 : ((2 + (code & 1)) << bits) + 1));
const END_OF_BLOCK = 256;
const MOST_LITERALS = 286;
/** The order in which the lengths of the lengths' own code stand (section 3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A canonical Huffman code (section 3.2.2). */
interface Code {
  /** How many symbols have each length. */
  readonly counts: Uint16Array;
  /** The symbols in the order of their codes. */
  readonly symbols: Uint16Array;
  /** By the next `QUICK` bits: 16 times the symbol that they begin with, and its length; 0 where that is longer. */
  readonly quick: Uint16Array;
}

function unreadable(): Error {
  return damaged(sentence('its pixels cannot be unpacked'));
}

/** @throws for lengths that leave bits without a symbol or give some two; one code of one bit may stand alone, and none at all. */
function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (let symbol = 0; symbol < lengths.length; symbol++) counts[lengths[symbol]!]!++;
  const used = lengths.length - counts[0]!;
  const starts = new Uint16Array(LONGEST_CODE + 1);
  let left = 1;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    left = 2 * left - counts[length]!;
    if (left < 0) throw unreadable();
    if (length < LONGEST_CODE) starts[length + 1] = starts[length]! + counts[length]!;
  }
  if (left > 0 && used > counts[1]!) throw unreadable();
  const symbols = new Uint16Array(used);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    if (lengths[symbol]! > 0) symbols[starts[lengths[symbol]!]!++] = symbol;
  }
  return { counts, symbols, quick: quickTable(counts, symbols) };
}

function quickTable(counts: Uint16Array, symbols: Uint16Array): Uint16Array {
  const quick = new Uint16Array(1 << QUICK);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= QUICK; length++, code <<= 1) {
    for (let n = counts[length]!; n > 0; n--, code++) {
      const entry = symbols[index++]! * 16 + length;
      for (let at = reversed(code, length); at < quick.length; at += 1 << length) quick[at] = entry;
    }
  }
  return quick;
}

function reversed(code: number, length: number): number {
  let bits = 0;
  for (let bit = 0; bit < length; bit++) bits = (bits << 1) | ((code >> bit) & 1);
  return bits;
}

/** Section 3.2.6. */
const FIXED_LITERALS = codeOf(
  Uint8Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  ),
);
const FIXED_DISTANCES = codeOf(new Uint8Array(32).fill(5));

class Bits {
  private at = 0;
  private hold = 0;
  private held = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The next `count` bits, 16 at most, the first the lowest. */
  take(count: number): number {
    while (this.held < count) {
      if (this.at === this.bytes.length) throw unreadable();
      this.hold |= this.bytes[this.at++]! << this.held;
      this.held += 8;
    }
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.held -= count;
    return value;
  }

  /** The bytes from the next whole one on. */
  takeBytes(count: number): Uint8Array {
    const start = this.at - (this.held >> 3);
    if (start + count > this.bytes.length) throw unreadable();
    this.at = start + count;
    this.hold = 0;
    this.held = 0;
    return this.bytes.subarray(start, start + count);
  }

  symbol({ counts, symbols, quick }: Code): number {
    while (this.held < QUICK && this.at < this.bytes.length) {
      this.hold |= this.bytes[this.at++]! << this.held;
      this.held += 8;
    }
    let { hold, held } = this;
    const entry = quick[hold & (quick.length - 1)]!;
    if (entry > 0 && (entry & 15) <= held) {
      this.hold = hold >>> (entry & 15);
      this.held = held - (entry & 15);
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      if (held === 0) {
        if (this.at === this.bytes.length) throw unreadable();
        hold = this.bytes[this.at++]!;
        held = 8;
      }
      code |= hold & 1;
      hold >>>= 1;
      held--;
      const count = counts[length]!;
      if (code - first < count) {
        this.hold = hold;
        this.held = held;
        return symbols[index + code - first]!;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw unreadable();
  }
}

/** The codes of literals and lengths, and of distances, that stand at the head of a block (section 3.2.7). */
function readCodes(bits: Bits): readonly [Code, Code] {
  const literals = bits.take(5) + END_OF_BLOCK + 1;
  const distances = bits.take(5) + 1;
  const given = bits.take(4) + 4;
  if (literals > MOST_LITERALS || distances > DISTANCES.length) throw unreadable();
  const ofLengths = new Uint8Array(ORDER.length);
  for (let i = 0; i < given; i++) ofLengths[ORDER[i]!] = bits.take(3);
  const code = codeOf(ofLengths);
  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length;) {
    const symbol = bits.symbol(code);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    if (symbol === 16 && i === 0) throw unreadable();
    const length = symbol === 16 ? lengths[i - 1]! : 0;
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    if (i + times > lengths.length) throw unreadable();
    lengths.fill(length, i, i + times);
    i += times;
  }
  if (lengths[END_OF_BLOCK] === 0) throw unreadable();
  return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
}

/**
 * Fills `out` and stops when it is full.
 * @returns how much of it was filled.
 * @throws AppError `bad-input` for what is no zlib stream, or ends before its last block does.
 */
export function inflateInto(out: Uint8Array, packed: Uint8Array): number {
  const [method = 0, flags = 0] = packed;
  // Section 2.2 of RFC 1950: deflate, a window of at most 32 KB, a check of both bytes, no dictionary.
  if ((method & 15) !== 8 || method >> 4 > 7 || (method * 256 + flags) % 31 !== 0 || (flags & 32) !== 0) {
    throw unreadable();
  }
  const bits = new Bits(packed.subarray(2));
  let length = 0;
  let blocks = 0;
  for (let last = false; !last && length < out.length;) {
    if (++blocks > MOST_BLOCKS) throw damaged(sentence('it has more parts than any digit needs'));
    last = bits.take(1) === 1;
    const kind = bits.take(2);
    if (kind === 0) {
      const [low, high, notLow, notHigh] = bits.takeBytes(4) as unknown as [number, number, number, number];
      if ((low ^ notLow) !== 255 || (high ^ notHigh) !== 255) throw unreadable();
      const stored = bits.takeBytes(low + 256 * high).subarray(0, out.length - length);
      out.set(stored, length);
      length += stored.length;
    } else if (kind === 3) {
      throw unreadable();
    } else {
      const codes = kind === 1 ? ([FIXED_LITERALS, FIXED_DISTANCES] as const) : readCodes(bits);
      length = unpackBlock(bits, codes, out, length);
    }
  }
  return length;
}

function unpackBlock(
  bits: Bits,
  [literals, distances]: readonly [Code, Code],
  out: Uint8Array,
  from: number,
): number {
  let length = from;
  while (length < out.length) {
    const symbol = bits.symbol(literals);
    if (symbol === END_OF_BLOCK) break;
    if (symbol < END_OF_BLOCK) {
      out[length++] = symbol;
      continue;
    }
    const repeat = symbol - END_OF_BLOCK - 1;
    if (repeat >= LENGTHS.length) throw unreadable();
    const end = Math.min(out.length, length + LENGTHS[repeat]! + bits.take(LENGTH_BITS[repeat]!));
    const code = bits.symbol(distances);
    if (code >= DISTANCES.length) throw unreadable();
    const distance = DISTANCES[code]! + bits.take(DISTANCE_BITS[code]!);
    if (distance > length) throw unreadable();
    for (; length < end; length++) out[length] = out[length - distance]!;
  }
  return length;
}
