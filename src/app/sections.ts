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
}

export const SECTIONS: readonly SectionEntry[] = [
  {
    name: 'gate',
    onDigits: false,
    paper: '2.2',
    icon: LockIcon,
    Component: lazy(() => import('../features/gate/GateSection')),
  },
  {
    name: 'train',
    onDigits: true,
    paper: '2.5',
    icon: PencilIcon,
    Component: lazy(() => import('../features/train/TrainSection')),
  },
  {
    name: 'licences',
    onDigits: true,
    paper: '2.3',
    icon: KeyIcon,
    Component: lazy(() => import('../features/licences/LicencesSection')),
  },
  {
    name: 'robustness',
    onDigits: true,
    paper: '3.5',
    icon: ChartIcon,
    Component: lazy(() => import('../features/robustness/RobustnessSection')),
  },
  {
    name: 'paper',
    onDigits: true,
    paper: '3',
    icon: TableIcon,
    Component: lazy(() => import('../features/paper/PaperSection')),
  },
  {
    name: 'how',
    onDigits: false,
    paper: '2',
    icon: BookIcon,
    Component: lazy(() => import('../features/how/HowSection')),
  },
];
