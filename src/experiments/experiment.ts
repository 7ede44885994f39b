/**
 * What an experiment of section 3 is. A run falls into cells: independent, seeded pieces of work of seconds, which any worker
 * may take in any order. A cell depends on its input, the run's settings, the dataset, the backend, and the outcomes it
 * needs, and on nothing else, so that a run gives the same figures however it was shared out or cut off.
 *
 * To add an experiment, write one file that ends in `defineExperiment({…})`, and a line in `all.ts`.
 */
import { z } from 'zod';
import { listOf } from '../data/list-schema';
import type { Bench } from './bench';

/** Of anything that a value or a result lists; the longest, the rows of 2,000 users, has 200. */
const MOST_ROWS = 1000;

/** `tiny` is for tests: seconds, and figures that mean nothing. */
export type Preset = 'tiny' | 'quick' | 'paper';

export interface RunSettings {
  readonly seed: number;
  readonly preset: Preset;
}

/** A piece of work as an experiment names it. */
export interface Task<Input> {
  /** Unique within its experiment. */
  readonly name: string;
  /** Ids of the cells whose outcomes it reads: models, libraries of licences, other tasks. */
  readonly needs: readonly string[];
  /** JSON. */
  readonly input: Input;
  /** About how many seconds it takes one core: for the time left, and for giving out the long ones first. */
  readonly seconds: number;
}

/** A task with its place in a run; plain data. */
export interface Cell<Input = unknown> extends Task<Input> {
  /** `<maker>/<name>`, as in `needs`. */
  readonly id: string;
  /** The experiment, or the kind of artifact, that knows how to run it. */
  readonly maker: string;
}

/** What a cell gives. */
export interface Made<Value> {
  /** JSON: figures. */
  readonly value: Value;
  /** What is too large for JSON: a model's parameters, a library's pixels. */
  readonly arrays?: Readonly<Record<string, Float32Array | Uint8Array>>;
}

/** A finished cell; plain data (structured clone), to be kept and sent. */
export interface Outcome<Value = unknown> {
  readonly value: Value;
  readonly arrays: Readonly<Record<string, Float32Array | Uint8Array>>;
  /** What it took here; no figure of the experiment. */
  readonly seconds: number;
}

/** The finished cells of a run, by id. */
export type Outcomes = ReadonlyMap<string, Outcome>;

export interface CellContext {
  readonly settings: RunSettings;
  readonly bench: Bench;
  /** An outcome that the cell needs. */
  outcome<Value>(id: string): Outcome<Value>;
  readonly signal: AbortSignal | undefined;
  /** Told 0 … 1. */
  readonly onProgress: (fraction: number) => void;
}

/** Makes the cells of one kind of artifact or one experiment. */
export interface Maker {
  readonly id: string;
  run(input: unknown, context: CellContext): Promise<Made<unknown>>;
  /** Whether an outcome that was kept has the shape of what `run` gives: others are made again. Must not throw. */
  isWhole(outcome: Outcome): boolean;
}

export interface Column {
  readonly key: string;
  readonly label: string;
  /** `percent`: a share in [0, 1]; `decimal`: three digits after the point; `small`: exponential where it must be. */
  readonly format: 'percent' | 'decimal' | 'small' | 'whole' | 'text' | 'yes-no';
}

export type TableValue = number | string | boolean | null;

/** One table of a result, for the page, Markdown and CSV. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, TableValue>>[];
}

export interface PictureAxis {
  readonly label: string;
  readonly format: 'percent' | 'number';
  readonly scale?: 'log';
  readonly domain?: readonly [number | 'auto', number | 'auto'];
}

/** What the colours of a series mean: a watermark, what is let in, what is refused, or nothing. */
export type PictureTone = 'wm1' | 'wm2' | 'in' | 'out' | 'ink' | 'soft';

/** A picture of a result: bars over `categories` (x counts them from 0), or lines over numbers. */
export interface Picture {
  readonly title: string;
  readonly x: PictureAxis;
  readonly y: PictureAxis;
  readonly categories?: readonly string[];
  readonly series: readonly {
    readonly label: string;
    readonly tone: PictureTone;
    /** Of each category's bar, where they mean different things; the legend shows them all. */
    readonly categoryTones?: readonly PictureTone[];
    /** The paper's, not ours. */
    readonly reference?: boolean;
    readonly dashed?: boolean;
    readonly points: readonly { readonly x: number; readonly y: number | null }[];
  }[];
}

export interface Finished<Input, Value> {
  readonly name: string;
  readonly input: Input;
  readonly value: Value;
}

export interface ExperimentDefinition<Size, Input, Value, Result> {
  readonly id: string;
  readonly title: string;
  /** Of the paper; "ours" where it has none. */
  readonly section: string;
  /** In a sentence: what is measured, and how. */
  readonly about: string;
  /** JSON; part of the result's provenance. */
  readonly sizes: Readonly<Record<Preset, Size>>;
  /** Of a task's value. */
  readonly value: z.ZodType<Value>;
  /** Of what `combine` gives. */
  readonly schema: z.ZodType<Result>;
  tasks(size: Size, settings: RunSettings): readonly Task<Input>[];
  run(input: Input, context: CellContext, size: Size): Promise<Made<Value>>;
  /** From the values of all tasks, in their order. */
  combine(finished: readonly Finished<Input, Value>[], size: Size, settings: RunSettings): Result;
  /** @param besidePaper whether the paper's figures may stand beside these: not where the digits are synthetic. */
  tables(result: Result, besidePaper: boolean): readonly Table[];
  /** As `tables`. */
  pictures(result: Result, besidePaper: boolean): readonly Picture[];
}

/** An experiment whose tasks and values are its own business. */
export interface Experiment<Result = unknown> extends Maker {
  readonly title: string;
  readonly section: string;
  readonly about: string;
  readonly sizes: Readonly<Record<Preset, unknown>>;
  readonly schema: z.ZodType<Result>;
  cells(settings: RunSettings): readonly Cell[];
  combine(outcomes: Outcomes, settings: RunSettings): Result;
  tables(result: Result, besidePaper: boolean): readonly Table[];
  pictures(result: Result, besidePaper: boolean): readonly Picture[];
}

/** A part of a whole, such as an accuracy, in a value or a result: axes of such end at 100%. */
export const shareSchema = z.number().min(0).max(1);

/** A list in a value or a result. */
export function rowsOf<Row extends z.ZodType>(row: Row): z.ZodType<z.output<Row>[]> {
  return listOf(row, { most: MOST_ROWS });
}

/** Closes over the experiment's own types: its inputs and values travel as plain data, and come back only to itself. */
export function defineExperiment<Size, Input, Value, Result>(
  definition: ExperimentDefinition<Size, Input, Value, Result>,
): Experiment<Result> {
  const { id, sizes } = definition;
  const tasksOf = (settings: RunSettings) => definition.tasks(sizes[settings.preset], settings);
  return {
    id,
    title: definition.title,
    section: definition.section,
    about: definition.about,
    sizes,
    schema: definition.schema,
    cells: settings => tasksOf(settings).map(task => ({ ...task, id: `${id}/${task.name}`, maker: id })),
    run: (input, context) => definition.run(input as Input, context, sizes[context.settings.preset]),
    isWhole: ({ value }) => definition.value.safeParse(value).success,
    combine: (outcomes, settings) =>
      definition.combine(
        tasksOf(settings).map(({ name, input }) => ({
          name,
          input,
          value: outcomes.get(`${id}/${name}`)!.value as Value,
        })),
        sizes[settings.preset],
        settings,
      ),
    tables: (result, besidePaper) => definition.tables(result, besidePaper),
    pictures: (result, besidePaper) => definition.pictures(result, besidePaper),
  };
}
