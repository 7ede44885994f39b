import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** Tests of most of a minute: begun last, they would keep one core waiting for the other. */
const LONG = ['engine/agreement.test.ts', 'webgpu/webgpu-engine.test.ts', 'app/hostile-files.test.ts'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.some(end => moduleId.endsWith(end));
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
    maxWorkers: 2,
    // Files share their process: none changes what another sees, and starting one for each takes longer than most tests.
    isolate: false,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
  },
});
