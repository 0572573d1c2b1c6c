/** What ION would refuse of inventory and installations, and what needs no target to know. */
import type { Rule } from '../kind.ts';
import { fitsItsUnit } from './rules/fits-its-unit.ts';
import { installedInItself } from './rules/installed-in-itself.ts';
import { intoAReleasedBom } from './rules/into-a-released-bom.ts';
import { moreInstalledThanRequired } from './rules/more-installed-than-required.ts';
import { moreInstalledThanThere } from './rules/more-installed-than-there.ts';
import { moreScrappedThanThere } from './rules/more-scrapped-than-there.ts';
import { positionOfItsItem } from './rules/position-of-its-item.ts';
import { requiredByItsBom } from './rules/required-by-its-bom.ts';
import { trackedLikeItsPart } from './rules/tracked-like-its-part.ts';

export const inventoryRules: readonly Rule[] = [
  trackedLikeItsPart,
  moreScrappedThanThere,
  requiredByItsBom,
  intoAReleasedBom,
  fitsItsUnit,
  positionOfItsItem,
  moreInstalledThanRequired,
  moreInstalledThanThere,
  installedInItself,
];
