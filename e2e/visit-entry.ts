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
  /** Of the whole test set, which an engine of this browser's own choice answers: authorized, then unauthorized. */
  readonly usage: string;
  /** What a question came to whose code comes late. */
  readonly whatIf: string;
  /** How far from the left of its place each equation begins, in pixels. */
  readonly indents: readonly number[];
  /** What the page told the visitor of besides. */
  readonly notices: readonly string[];
  /** Errors that nobody caught, and what the page's policy refused. */
  readonly errors: readonly string[];
}

/** @param address of the gate. @param question of a what-if question that asks itself. @param method of the equations. */
export async function visit(
  frame: HTMLIFrameElement,
  address: string,
  question: string,
  method: string,
): Promise<Visit> {
  const errors: string[] = [];
  const notices = new Set<string>();
  const open = async (where: string) => {
    frame.src = where;
    await new Promise(resolve => frame.addEventListener('load', resolve, { once: true }));
    const opened = frame.contentDocument!;
    frame.contentWindow!.addEventListener('error', event => errors.push(event.message));
    opened.addEventListener('securitypolicyviolation', event =>
      errors.push(`${event.violatedDirective}: ${event.blockedURI}`),
    );
    // Some go by themselves.
    new MutationObserver(() => {
      for (const notice of opened.querySelector('[aria-label="Notices"]')?.children ?? [])
        notices.add(notice.textContent);
    }).observe(opened, { childList: true, subtree: true });
    return opened;
  };

  const page = await open(address);
  const first = (list: string) => page.querySelector<HTMLElement>(`[aria-label="${list}"] button`);
  const verdict = (answer: RegExp) => {
    const title = [...page.querySelectorAll('h3, h2')].map(heading => heading.textContent);
    return title.find(text => answer.test(text));
  };
  (await until(() => first('Licences'), 'licences')).click();
  const licensed = await until(() => verdict(/^Let in as/), 'a licence to be let in');
  (await until(() => first('Images without a licence'), 'other images')).click();
  const stranger = await until(() => verdict(/^(Not a licence|Refused)/), 'a stranger to be refused');
  const buttons = [...page.querySelectorAll('button')];
  buttons.find(button => button.textContent === 'Run over the test set')!.click();
  const figures = page.querySelector('[aria-label="Accuracy over the test set"]')!;
  const usage = await until(() => /[\d.]+%.*[\d.]+%.*Run again/.exec(figures.textContent)?.[0], 'Figure 2');
  const header = page.querySelector('header')?.textContent ?? '';

  const asked = await open(question);
  const letIn = /[\d,]+ of [\d,]+ let in/;
  const whatIf = await until(() => letIn.exec(asked.body.textContent)?.[0], 'an answer to the question');

  const explained = await open(method);
  await until(() => explained.querySelector('math'), 'equations');
  const indents = [...explained.querySelectorAll('math')].map(equation => {
    const [first, whole] = [equation.querySelector('mi, mo, mn')!, equation].map(x =>
      x.getBoundingClientRect(),
    );
    return Math.round(first!.left - whole!.left);
  });
  const said = { title: page.title, header, licensed, stranger, usage, whatIf, indents };
  return { ...said, notices: [...notices], errors };
}
