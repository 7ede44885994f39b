/** The page in German: one file a section, and those that belong to all. */
import { shell } from './shell';
import { gate } from './gate';
import { train } from './train';
import { licences } from './licences';
import { robustness } from './robustness';
import { paper } from './paper';
import { how } from './how';
import { tour } from './tour';
import { report } from './report';
import { ui } from './ui';
import { notices } from './notices';
import { browser } from './browser';
import type { Messages, Translated } from '../messages';

export { words } from './experiments';
export { sentences } from './sentences';

export const messages: Translated<Messages> = {
  shell,
  gate,
  train,
  licences,
  robustness,
  paper,
  how,
  tour,
  report,
  ui,
  notices,
  browser,
};
