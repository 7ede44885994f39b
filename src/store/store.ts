/** The one store of the page, made of its slices. */
import { create } from 'zustand';
import { createExperimentsSlice } from './experiments-slice';
import { createFinishedRunsSlice } from './finished-runs-slice';
import { createGateSlice } from './gate-slice';
import { createLessonSlice } from './lesson-slice';
import { createLicencesSlice } from './licences-slice';
import { createRobustnessSlice } from './robustness-slice';
import { createSessionSlice } from './session-slice';
import { createSharedShelfSlice } from './shared-shelf-slice';
import { createShelfSlice } from './shelf-slice';
import type { State } from './state';
import { createTrainingSlice } from './training-slice';
import { createWhatIfSlice } from './what-if-slice';

export const useStore = create<State>()((...api) => ({
  ...createSessionSlice(...api),
  ...createShelfSlice(...api),
  ...createSharedShelfSlice(...api),
  ...createTrainingSlice(...api),
  ...createFinishedRunsSlice(...api),
  ...createLicencesSlice(...api),
  ...createGateSlice(...api),
  ...createRobustnessSlice(...api),
  ...createExperimentsSlice(...api),
  ...createWhatIfSlice(...api),
  ...createLessonSlice(...api),
}));
