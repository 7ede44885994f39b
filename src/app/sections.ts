/** The page's sections in the order of the paper, each loaded when it is first opened. */
import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';
import { BookIcon, ChartIcon, KeyIcon, LockIcon, PencilIcon, TableIcon } from '../ui/icons';
import type { SectionName } from './url-state';

export interface SectionEntry {
  readonly name: SectionName;
  readonly title: string;
  /** Where a phone has no room. */
  readonly shortTitle: string;
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
    title: 'Gate',
    shortTitle: 'Gate',
    paper: '2.2',
    icon: LockIcon,
    Component: lazy(() => import('../features/gate/GateSection')),
  },
  {
    name: 'train',
    onDigits: true,
    title: 'Train & watermark',
    shortTitle: 'Train',
    paper: '2.5',
    icon: PencilIcon,
    Component: lazy(() => import('../features/train/TrainSection')),
  },
  {
    name: 'licences',
    onDigits: true,
    title: 'Licences',
    shortTitle: 'Licences',
    paper: '2.3',
    icon: KeyIcon,
    Component: lazy(() => import('../features/licences/LicencesSection')),
  },
  {
    name: 'robustness',
    onDigits: true,
    title: 'Robustness',
    shortTitle: 'Robustness',
    paper: '3.5',
    icon: ChartIcon,
    Component: lazy(() => import('../features/robustness/RobustnessSection')),
  },
  {
    name: 'paper',
    onDigits: true,
    title: 'The paper',
    shortTitle: 'Paper',
    paper: '3',
    icon: TableIcon,
    Component: lazy(() => import('../features/paper/PaperSection')),
  },
  {
    name: 'how',
    onDigits: false,
    title: 'How it works',
    shortTitle: 'How',
    paper: '2',
    icon: BookIcon,
    Component: lazy(() => import('../features/how/HowSection')),
  },
];
