/** The page's sections in the order of the paper, each loaded when it is first opened; their titles are `section` of the shell's texts. */
import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';
import { BookIcon, ChartIcon, KeyIcon, LockIcon, PencilIcon, TableIcon } from '../ui/icons';
import type { SectionName } from './link-values';

export interface SectionEntry {
  readonly name: SectionName;
  /** Of the paper. */
  readonly paper: string;
  readonly icon: ComponentType<{ readonly size?: number }>;
  /** Opening it fetches the dataset; else the first thing that needs it does. */
  readonly onDigits: boolean;
  readonly Component: LazyExoticComponent<ComponentType>;
  /** Fetches its code ahead. */
  readonly load: () => Promise<unknown>;
}

function entry(
  load: () => Promise<{ default: ComponentType }>,
  about: Omit<SectionEntry, 'Component' | 'load'>,
): SectionEntry {
  return { ...about, Component: lazy(load), load };
}

export const SECTIONS: readonly SectionEntry[] = [
  entry(() => import('../features/gate/GateSection'), {
    name: 'gate',
    onDigits: false,
    paper: '2.2',
    icon: LockIcon,
  }),
  entry(() => import('../features/train/TrainSection'), {
    name: 'train',
    onDigits: true,
    paper: '2.5',
    icon: PencilIcon,
  }),
  entry(() => import('../features/licences/LicencesSection'), {
    name: 'licences',
    onDigits: true,
    paper: '2.3',
    icon: KeyIcon,
  }),
  entry(() => import('../features/robustness/RobustnessSection'), {
    name: 'robustness',
    onDigits: true,
    paper: '3.5',
    icon: ChartIcon,
  }),
  entry(() => import('../features/paper/PaperSection'), {
    name: 'paper',
    onDigits: true,
    paper: '3',
    icon: TableIcon,
  }),
  entry(() => import('../features/how/HowSection'), {
    name: 'how',
    onDigits: false,
    paper: '2',
    icon: BookIcon,
  }),
];
