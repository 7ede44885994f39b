/** What ends a job, and what only ends its worker or its device. */
import { AppError, isAppError } from '../core/errors';

/** Whether what was under way may succeed elsewhere: its worker or device is gone, or broke. */
export function isLoss(error: unknown): error is AppError {
  return isAppError(error, 'engine') || isAppError(error, 'internal');
}

export function otherDigits(): AppError {
  return new AppError('dataset', 'Other digits were loaded while this ran; run it again.');
}
