// A certificate for this machine, signed by an authority that is made for it and forgotten: Node can use certificates, not make them.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, boolean, identifier, integer, octets, own, sequence, set, text, time } from './der.ts';

/** PEM texts. Clients trust `authority`; the server shows `certificate` and holds `key`. */
export interface Certificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

interface Party {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const DAY_MS = 86_400_000;
/** Clients of Apple's refuse what lasts longer. */
const LASTS_DAYS = 397;

const ECDSA_WITH_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'));
const SERVER_AUTHENTICATION = identifier('1.3.6.1.5.5.7.3.1');

const partyOf = (name: string): Party => ({ name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });

const spki = ({ publicKey }: Party): Buffer => publicKey.export({ type: 'spki', format: 'der' });

const keyId = (party: Party): Buffer => createHash('sha1').update(spki(party)).digest();

const nameOf = ({ name }: Party): Buffer => sequence(set(sequence(identifier('2.5.4.3'), text(name))));

const critical = (id: string, value: Buffer): Buffer => sequence(identifier(id), boolean(true), octets(value));

const extension = (id: string, value: Buffer): Buffer => sequence(identifier(id), octets(value));

const addressBytes = (address: string): Buffer =>
  address === '::1' ? Buffer.from([...Array(15).fill(0), 1]) : Buffer.from(address.split('.').map(Number));

const alternative = (name: string): Buffer =>
  isIP(name) === 0 ? own(2, Buffer.from(name), false) : own(7, addressBytes(name), false);

const KEY_USAGE = { digitalSignature: bits(Buffer.from([0x80]), 7), keyCertSign: bits(Buffer.from([0x04]), 2) };

const authorityExtensions = (authority: Party): Buffer[] => [
  critical('2.5.29.19', sequence(boolean(true))),
  critical('2.5.29.15', KEY_USAGE.keyCertSign),
  extension('2.5.29.14', octets(keyId(authority))),
];

const serverExtensions = (server: Party, authority: Party, names: readonly string[]): Buffer[] => [
  critical('2.5.29.19', sequence()),
  critical('2.5.29.15', KEY_USAGE.digitalSignature),
  extension('2.5.29.37', sequence(SERVER_AUTHENTICATION)),
  extension('2.5.29.17', sequence(...names.map(alternative))),
  extension('2.5.29.14', octets(keyId(server))),
  extension('2.5.29.35', sequence(own(0, keyId(authority), false))),
];

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

/** A serial number is positive and has no leading zeros. */
const newSerial = (): Buffer => Buffer.concat([Buffer.from([0x5e]), randomBytes(15)]);

const issue = (subject: Party, issuer: Party, from: Date, extensions: readonly Buffer[]): string => {
  const until = new Date(from.getTime() + LASTS_DAYS * DAY_MS);
  const content = sequence(
    own(0, integer(Buffer.from([2]))),
    integer(newSerial()),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    sequence(time(from), time(until)),
    nameOf(subject),
    spki(subject),
    own(3, sequence(...extensions)),
  );
  return pem('CERTIFICATE', sequence(content, ECDSA_WITH_SHA256, bits(sign('sha256', content, issuer.privateKey))));
};

/**
 * A certificate for names and addresses (`127.0.0.1` and `::1` among them, if wanted), good from a day before `now` for
 * 397 days. The authority's key is kept by nobody, so that whoever trusts the authority trusts this certificate and no other.
 */
export const makeCertificate = (names: readonly string[], now: Date): Certificate => {
  const from = new Date(now.getTime() - DAY_MS);
  const authority = partyOf(`Seedbed sandbox authority ${randomBytes(4).toString('hex')}`);
  const server = partyOf(names[0] ?? 'localhost');
  return {
    authority: issue(authority, authority, from, authorityExtensions(authority)),
    certificate: issue(server, authority, from, serverExtensions(server, authority, names)),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
};
