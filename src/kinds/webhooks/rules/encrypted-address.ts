/** ION sends webhooks over HTTPS only [docs webhooks]; an address of this machine is for a local sandbox, which does not insist. */
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { shown } from '../../wording.ts';

const LOCAL = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/?#]|$)/i;
const ENCRYPTED = /^https:\/\/[^/?#\s]+/i;

export const encryptedAddress: Rule = state =>
  declaredOf('webhook-receiver', state).flatMap((entity): readonly Finding[] => {
    const { webhookUri } = entity.fields;
    if (typeof webhookUri !== 'string' || ENCRYPTED.test(webhookUri) || LOCAL.test(webhookUri)) return [];
    const message = `ION sends webhooks to https:// addresses only, not to ${shown(webhookUri)}`;
    const help = 'write https://, or an address of this machine for a local sandbox: http://127.0.0.1:9000/';
    return [{ code: 'bad-value', entity, path: ['webhookUri'], part: 'value', message, help }];
  });
