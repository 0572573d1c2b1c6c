// Notifications: nothing but `dispatchNotification` notifies anybody here.
import { invalid } from '../resolve/refusals.ts';
import { insertRow, rowOf } from '../resolve/rows.ts';
import type { Family, Input, Operation } from '../resolve/scope.ts';

/** To one user, unread [SDL]; the id of the message is the notification's (inferred). */
const dispatchNotification: Operation = (scope, args) => {
  const { userId, notificationType, ...rest } = args['input'] as Input;
  const user = rowOf(scope, 'User', userId);
  if (user['deactivated'] === 1) throw invalid(`User ${user['id']} is deactivated.`);
  const values = { ...rest, userId: user['id'], type: notificationType };
  return { response: { messageId: insertRow(scope, 'UserNotification', values)['id'] } };
};

export const notifications: Family = { operations: { dispatchNotification } };
