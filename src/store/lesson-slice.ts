/**
 * Lessons of one click, and of one link: an experiment of section 3 at a size, or a what-if question, started as soon as there are
 * an engine and digits to run it on.
 */
import type { StateCreator } from 'zustand';
import { WHAT_IF_IDS, WHAT_IFS } from '../experiments/what-if-questions';
import { say } from '../texts/say';
import type { LessonSlice, State } from './state';

export const createLessonSlice: StateCreator<State, [], [], LessonSlice> = (set, get, store) => {
  /** True once there is something to run `lesson` on, false when there will be nothing, or it was cancelled or another started meanwhile. */
  const readyFor = async (lesson: NonNullable<LessonSlice['lessonWaiting']>): Promise<boolean> => {
    set({ lessonWaiting: lesson });
    const isReady = await ready();
    if (get().lessonWaiting !== lesson) return false;
    set({ lessonWaiting: null });
    return isReady;
  };
  /** What fails at first may be had at the next try: digits are waited for as anything else waits for them. */
  const ready = async (): Promise<boolean> => {
    const [digits] = await Promise.all([get().needDigits(), get().needShelf()]);
    return digits && engineThere();
  };
  const engineThere = () =>
    new Promise<boolean>(resolve => {
      const look = ({ engineState }: State): boolean => {
        const settled = engineState === 'ready' || engineState === 'failed';
        if (settled) resolve(engineState === 'ready');
        return settled;
      };
      if (look(get())) return;
      const stop = store.subscribe(state => {
        if (look(state)) stop();
      });
    });
  /** True while other work of its kind is under way, which is said; a lesson pressed twice is the one that runs. */
  const isHeldUp = (
    why: 'questionFirst' | 'runFirst',
    lesson: string,
    running: readonly string[],
  ): boolean => {
    if (running.length === 0) return false;
    if (!running.includes(lesson)) get().notify('warning', say(`paper.${why}`));
    return true;
  };

  return {
    lessonWaiting: null,
    startLesson: async (run, preset) => {
      const question = WHAT_IF_IDS.find(id => id === run);
      if (question) {
        get().setHowView('what-if');
        get().chooseWhatIf(question);
        if (!(await readyFor(question))) return;
        const { whatIfRunning } = get();
        if (!isHeldUp('questionFirst', question, whatIfRunning ? [whatIfRunning] : []))
          await get().askWhatIf(question, WHAT_IFS[question].initial);
        return;
      }
      const experiment = run as Exclude<typeof run, (typeof WHAT_IF_IDS)[number]>;
      get().chooseExperiment(experiment);
      get().setExperimentPreset(preset);
      if (!(await readyFor(experiment))) return;
      const { experimentsRunning, experimentPreset } = get();
      // At the other size it is another run.
      const running = experimentsRunning?.map(id =>
        experimentPreset === preset ? id : `${id} ${experimentPreset}`,
      );
      if (!isHeldUp('runFirst', experiment, running ?? [])) await get().runExperiments([experiment]);
    },
    cancelLesson: () => set({ lessonWaiting: null }),
  };
};
