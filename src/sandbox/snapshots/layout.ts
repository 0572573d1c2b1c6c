// The fingerprint of a database's tables, by which a directory or a snapshot of another version is known.
import { createHash } from 'node:crypto';
import { API_KEYS_TABLE } from '../server/api-keys.ts';
import { SETTINGS_TABLE } from '../store/settings.ts';
import { indexesText, tablesText } from '../tables/ddl.ts';

/** The setting that holds the fingerprint. */
export const LAYOUT_SETTING = 'layout';

const layoutText = (): string => [SETTINGS_TABLE, API_KEYS_TABLE, tablesText(), indexesText()].join('\n');

/** 32 bytes that are others when any table or index is. */
export const layoutFingerprint = (): Buffer => createHash('sha256').update(layoutText()).digest();
