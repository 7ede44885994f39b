/** The page's sections in the order of the paper, each loaded when it is first opened; their titles are `section` of the shell's texts. */
import type { ComponentType } from 'react';
import { BookIcon, ChartIcon, KeyIcon, LockIcon, PencilIcon, TableIcon } from '../ui/icons';
import { lazyPart } from './lazy-part';
import type { LazyPart } from './lazy-part';
import type { SectionName } from './link-values';

export interface SectionEntry {
  readonly name: SectionName;
  /** Of the paper. */
  readonly paper: string;
  readonly icon: ComponentType<{ readonly size?: number }>;
  /** Opening it fetches the dataset; else the first thing that needs it does. */
  readonly onDigits: boolean;
  readonly part: LazyPart<object>;
}

export const SECTIONS: readonly SectionEntry[] = [
  {
    name: 'gate',
    onDigits: false,
    paper: '2.2',
    icon: LockIcon,
    part: lazyPart(() => import('../features/gate/GateSection')),
  },
  {
    name: 'train',
    onDigits: true,
    paper: '2.5',
    icon: PencilIcon,
    part: lazyPart(() => import('../features/train/TrainSection')),
  },
  {
    name: 'licences',
    onDigits: true,
    paper: '2.3',
    icon: KeyIcon,
    part: lazyPart(() => import('../features/licences/LicencesSection')),
  },
  {
    name: 'robustness',
    onDigits: true,
    paper: '3.5',
    icon: ChartIcon,
    part: lazyPart(() => import('../features/robustness/RobustnessSection')),
  },
  {
    name: 'paper',
    onDigits: true,
    paper: '3',
    icon: TableIcon,
    part: lazyPart(() => import('../features/paper/PaperSection')),
  },
  {
    name: 'how',
    onDigits: false,
    paper: '2',
    icon: BookIcon,
    part: lazyPart(() => import('../features/how/HowSection')),
  },
];
