/** A job whose code comes with its first run, so that the worker is ready for the gate without it. */
import { AppError } from '../core/errors';
import type { Lab } from './lab';
import type { JobContext, JobMap, JobName } from './protocol';

type Input<J extends JobName> = JobMap[J]['input'];
type Output<J extends JobName> = Promise<JobMap[J]['output']>;

/**
 * @param code fetches the job.
 * @returns the job; it throws AppError `not-loaded` where `code` fails. That is no loss of this worker: another would fare no better.
 */
export function lateJob<J extends JobName>(
  lab: Lab,
  code: () => Promise<(lab: Lab, input: Input<J>, context: JobContext<J>) => Output<J>>,
): (input: Input<J>, context: JobContext<J>) => Output<J> {
  return async (input, context) => {
    const job = await code().catch((error: unknown) => {
      throw new AppError(
        'not-loaded',
        'The code of this computation could not be loaded. Reload the page when the network is back.',
        { cause: error },
      );
    });
    return job(lab, input, context);
  };
}
