// Makes a folder of the sandbox's, with those above it.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes it unless it is there. Not by `recursive`: where a folder that is there says of a new one in it that there is no
 * such thing, as /proc and a folder of automounted homes do, Node (seen with 20 and 24) tries again for ever.
 */
export const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  }
};
