/** The page in English: one file a section, and those that belong to all. */
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

export const messages = {
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
} as const;
