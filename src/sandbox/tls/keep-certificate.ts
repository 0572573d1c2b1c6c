// A sandbox's certificate lives in its data directory, so that clients which trust it go on doing so after a restart.
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import type { Certificate } from './certificate.ts';

/** What it is always good for. */
const NAMES = ['localhost', '127.0.0.1', '::1'];

/** A certificate that is to run out within this time is replaced. */
const SPARE_MS = 30 * 86_400_000;

/** With the mode of each: the key is for its owner only. */
const FILES: readonly (readonly [keyof Certificate, string, number])[] = [
  ['authority', 'authority.pem', 0o644],
  ['certificate', 'certificate.pem', 0o644],
  ['key', 'key.pem', 0o600],
];

const folderOf = (directory: string): string => join(directory, 'tls');

/** Where clients find what they have to trust. */
export const authorityPath = (directory: string): string => join(folderOf(directory), 'authority.pem');

const read = (folder: string): Certificate | undefined => {
  try {
    const texts = FILES.map(([part, file]) => [part, readFileSync(join(folder, file), 'utf8')]);
    return Object.fromEntries(texts) as unknown as Certificate;
  } catch {
    return undefined;
  }
};

const write = (folder: string, certificate: Certificate): void => {
  makeFolder(folder);
  for (const [part, file, mode] of FILES) writeFileSync(join(folder, file), certificate[part], { mode });
};

/** False for what cannot be read, too. */
const isGoodFor = ({ certificate }: Certificate, names: readonly string[], now: Date): boolean => {
  try {
    const read = new X509Certificate(certificate);
    const isFor = (name: string) => (isIP(name) === 0 ? read.checkHost(name) : read.checkIP(name)) !== undefined;
    return Date.parse(read.validTo) - now.getTime() > SPARE_MS && names.every(isFor);
  } catch {
    return false;
  }
};

/**
 * The certificate for this machine and for further host names, from the directory or, where that has none which will do,
 * made and put there. Without a directory it is made anew.
 */
export const keepCertificate = async (
  directory: string | undefined,
  further: readonly string[],
  now: Date,
): Promise<Certificate> => {
  const names = [...NAMES, ...further];
  const kept = directory === undefined ? undefined : read(folderOf(directory));
  if (kept !== undefined && isGoodFor(kept, names, now)) return kept;
  const { makeCertificate } = await import('./certificate.ts');
  const made = await makeCertificate(names, now);
  if (directory !== undefined) write(folderOf(directory), made);
  return made;
};
