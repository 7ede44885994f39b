/** What `other-browsers.spec.ts` lets another browser run: the fixed runs, and a visit to the built page in a frame of the same origin. */
export { run } from './fixed-run-entry';

const PATIENCE_MS = 90_000;

async function until<T>(look: () => T | null | undefined | false, what: string): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

export interface Visit {
  readonly title: string;
  readonly header: string;
  /** After the first licence of the tray was brought to the gate, and after the first image that is none. */
  readonly licensed: string;
  readonly stranger: string;
  /** Errors that nobody caught, and what the page's policy refused. */
  readonly errors: readonly string[];
}

export async function visit(frame: HTMLIFrameElement, address: string): Promise<Visit> {
  const errors: string[] = [];
  frame.src = address;
  await new Promise(resolve => frame.addEventListener('load', resolve, { once: true }));
  const page = frame.contentDocument!;
  frame.contentWindow!.addEventListener('error', event => errors.push(event.message));
  page.addEventListener('securitypolicyviolation', event =>
    errors.push(`${event.violatedDirective}: ${event.blockedURI}`),
  );
  const first = (list: string) => page.querySelector<HTMLElement>(`[aria-label="${list}"] button`);
  const verdict = (answer: RegExp) => {
    const title = [...page.querySelectorAll('h3, h2')].map(heading => heading.textContent);
    return title.find(text => answer.test(text));
  };
  (await until(() => first('Licences'), 'licences')).click();
  const licensed = await until(() => verdict(/^Let in as/), 'a licence to be let in');
  (await until(() => first('Images without a licence'), 'other images')).click();
  const stranger = await until(() => verdict(/^(Not a licence|Refused)/), 'a stranger to be refused');
  return {
    title: page.title,
    header: page.querySelector('header')?.textContent ?? '',
    licensed,
    stranger,
    errors,
  };
}
