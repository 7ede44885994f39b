/** The tour's way through the story: what each step points at, and on which section. Its words are `tour.steps` of the texts. */
import type { SectionName } from '../link-values';

export interface TourStep {
  readonly name:
    | 'dice'
    | 'bring'
    | 'marks'
    | 'verdict'
    | 'run'
    | 'dials'
    | 'conv2'
    | 'board'
    | 'licence'
    | 'pruning'
    | 'why'
    | 'paper'
    | 'how'
    | 'end';
  /** Null: wherever the visitor is. */
  readonly section: SectionName | null;
  /** `data-tour` of what it points at; `main` where the whole section is meant. */
  readonly anchor: string;
}

export const TOUR: readonly TourStep[] = [
  { name: 'dice', section: 'gate', anchor: 'answers' },
  { name: 'bring', section: 'gate', anchor: 'tray' },
  { name: 'marks', section: 'gate', anchor: 'scale' },
  { name: 'verdict', section: 'gate', anchor: 'verdict' },
  { name: 'run', section: 'train', anchor: 'run' },
  { name: 'dials', section: 'train', anchor: 'dials' },
  { name: 'conv2', section: 'train', anchor: 'conv2' },
  { name: 'board', section: 'licences', anchor: 'board' },
  { name: 'licence', section: 'licences', anchor: 'licence' },
  { name: 'pruning', section: 'robustness', anchor: 'pruning' },
  { name: 'why', section: 'robustness', anchor: 'why' },
  { name: 'paper', section: 'paper', anchor: 'experiment' },
  { name: 'how', section: 'how', anchor: 'main' },
  { name: 'end', section: null, anchor: 'more' },
];
