// A certificate for this machine, signed by an authority that is made for it and forgotten: Node can use certificates, not make them.
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
// Which @peculiar/x509 asks its users to load before it.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM texts. Clients trust `authority`; the server shows `certificate` and holds `key`. */
export interface Certificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const DAY_MS = 86_400_000;
/** Clients of Apple's refuse what lasts longer. */
const LASTS_DAYS = 397;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

const validFrom = (now: Date) => {
  const notBefore = new Date(now.getTime() - DAY_MS);
  return { notBefore, notAfter: new Date(notBefore.getTime() + LASTS_DAYS * DAY_MS), signingAlgorithm: ALGORITHM };
};

const makeAuthority = async (now: Date): Promise<Authority> => {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validFrom(now),
    name: `CN=Seedbed sandbox authority ${randomBytes(4).toString('hex')}`,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
};

const issue = async (authority: Authority, publicKey: webcrypto.CryptoKey, names: readonly string[], now: Date) =>
  X509CertificateGenerator.create({
    ...validFrom(now),
    subject: `CN=${names[0] ?? 'localhost'}`,
    issuer: authority.certificate.subject,
    publicKey,
    signingKey: authority.keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map(value => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }))),
      await AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      await SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });

/**
 * A certificate for names and addresses (`127.0.0.1` and `::1` among them, if wanted), good from a day before `now` for
 * 397 days. The authority's key is kept by nobody, so that whoever trusts the authority trusts this certificate and no other.
 */
export const makeCertificate = async (names: readonly string[], now: Date): Promise<Certificate> => {
  const [authority, keys] = await Promise.all([makeAuthority(now), newKeys()]);
  const certificate = await issue(authority, keys.publicKey, names, now);
  return {
    authority: `${authority.certificate.toString('pem')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string,
  };
};
