// The few forms of ASN.1's DER encoding that an X.509 certificate is made of.

const tagged = (tag: number, content: Buffer): Buffer => {
  const { length } = content;
  const long = length < 0x80 ? [] : length < 0x100 ? [0x81] : [0x82, length >> 8];
  return Buffer.concat([Buffer.from([tag, ...long, length & 0xff]), content]);
};

/** What belongs to this object alone, by its number: the alternatives of a choice, the optional parts of a sequence. */
export const own = (number: number, content: Buffer, constructed = true): Buffer =>
  tagged((constructed ? 0xa0 : 0x80) | number, content);

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));

export const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts));

export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]));

/** A number that is not negative, of any length; its first byte must not be 0. */
export const integer = (bytes: Buffer): Buffer =>
  tagged(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]));

export const octets = (content: Buffer): Buffer => tagged(0x04, content);

/** `unused` bits at the end have no meaning. */
export const bits = (content: Buffer, unused = 0): Buffer =>
  tagged(0x03, Buffer.concat([Buffer.from([unused]), content]));

export const text = (value: string): Buffer => tagged(0x0c, Buffer.from(value, 'utf8'));

/** To the second. Years to 2049 have two digits, as X.509 wants them. */
export const time = (date: Date): Buffer =>
  tagged(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

const base128 = (arc: number): number[] =>
  arc < 0x80 ? [arc] : [...base128(arc >> 7).map(byte => byte | 0x80), arc & 0x7f];

/** An object identifier as it is written: `2.5.4.3`. */
export const identifier = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
};
