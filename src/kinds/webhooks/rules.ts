/** What ION would refuse of webhooks. */
import type { Rule } from '../kind.ts';
import { encryptedAddress } from './rules/encrypted-address.ts';

export const webhookRules: readonly Rule[] = [encryptedAddress];
