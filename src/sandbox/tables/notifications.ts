// Who follows what, and what users are told.
import type { TableSpec } from './table.ts';

/** Whom ION subscribes to a new row by itself, by the columns that name them [docs subscribe-to-notifications]. */
export const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  Issue: ['createdById', 'assignedToId'],
  Procedure: ['createdById'],
  Run: ['createdById', 'assignedToId'],
  PartKit: ['createdById', 'assignedToId'],
  PurchaseOrder: ['assignedToId'],
};

export const notificationTables: readonly TableSpec[] = [
  {
    type: 'UserSubscription',
    references: { userId: 'User' },
    owners: ['userId', 'entityId'],
    unique: [
      {
        columns: ['userId', 'entityId'],
        message: row => `User ${row['userId']} is already subscribed to entity ${row['entityId']}.`,
      },
    ],
  },
  {
    type: 'UserNotification',
    references: { userId: 'User', entityId: 'Entity' },
    owners: ['userId', 'entityId'],
    defaults: { read: 0 },
    // Where a notification leads to: its own address, or a path in ION (inferred).
    computed: { linkUrl: row => `COALESCE(${row}."externalLink", ${row}."path")` },
  },
];
