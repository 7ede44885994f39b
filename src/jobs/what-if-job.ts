/** One piece of a what-if question, on the model it is asked of. */
import { answerWhatIf } from '../experiments/what-if';
import type { WhatIfAnswer, WhatIfInput } from '../experiments/what-if-questions';
import type { Lab } from './lab';
import type { JobContext } from './protocol';

export function whatIfJob(
  lab: Lab,
  input: WhatIfInput,
  { signal }: JobContext<'what-if'>,
): Promise<WhatIfAnswer> {
  return lab.use('attack', input.parameters, ({ prepared }) =>
    answerWhatIf(input, { prepared, test: lab.split('test'), signal }),
  );
}
