/** The page as a visitor meets it: by role and label, never by class or test id. */
import { expect } from '@playwright/test';
import type { Download, Locator, Page } from '@playwright/test';

export const SECTIONS = ['gate', 'train', 'licences', 'robustness', 'paper', 'how'] as const;
export type Section = (typeof SECTIONS)[number];

const TITLES: Record<Section, RegExp> = {
  gate: /^Gate/,
  train: /^Train & watermark/,
  licences: /^Licences/,
  robustness: /^Robustness/,
  paper: /^The paper/,
  how: /^How it works/,
};

export class ActiveGuardPage {
  constructor(readonly page: Page) {}

  /** Opens the page with `settings` in its address and waits until the engine is there, and the digits where the section fetches them. */
  async open(settings: Record<string, string>, backend: 'WebAssembly' | 'WebGPU'): Promise<void> {
    await this.page.goto(`./?${new URLSearchParams(settings).toString()}`);
    const banner = this.page.getByRole('banner');
    await expect(banner.getByText(backend, { exact: false }).first()).toBeVisible({ timeout: 60_000 });
    if (!/^(train|licences|robustness|paper)$/.test(settings['section'] ?? '')) return;
    await expect(banner.getByText(/^(MNIST|built-in)$/).first()).toBeVisible({ timeout: 60_000 });
  }

  /** Whether the page found MNIST; else it runs on its built-in digits. */
  async hasMnist(): Promise<boolean> {
    return (await this.page.getByRole('banner').getByText('MNIST', { exact: true }).count()) > 0;
  }

  async go(section: Section): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('link', { name: TITLES[section] })
      .click();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** The dials' own count: "13 of 13 digits in their bands". */
  get dials(): Locator {
    return this.page.getByRole('list', { name: /digits in their bands/ });
  }

  /** The row of a model on Train's shelf, by its name. */
  model(name: string): Locator {
    return this.page
      .getByRole('group', { name: 'Model in use' })
      .locator(':scope > *')
      .filter({ has: this.page.getByRole('radio', { name, exact: true }) });
  }

  /** Measured test accuracy of that model, in percent. */
  async accuracyOf(name: string): Promise<number> {
    const text = await this.model(name).innerText();
    return Number(/([\d.]+)%/.exec(text)?.[1]);
  }

  get verdict(): Locator {
    return this.page.getByRole('region', { name: 'Verdict' });
  }

  get notices(): Locator {
    return this.page.getByRole('alert');
  }

  async dismissNotices(): Promise<void> {
    const dismiss = this.page
      .getByRole('region', { name: 'Notices' })
      .getByRole('button', { name: 'Dismiss' });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
  }

  async setNumber(label: string, value: number): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  }

  /** Chooses (t, c) on the board and generates its licence, anew where there is one. */
  async makeLicence(digit: number, confidence: string): Promise<void> {
    await this.go('licences');
    await this.button(new RegExp(`^${digit}–${confidence}:`)).click();
    await expect(this.page.getByRole('heading', { name: `${digit}–${confidence}` })).toBeVisible();
    const make = this.button(/^(Generate this one|Make anew…)$/);
    const anew = (await make.textContent()) === 'Make anew…';
    await make.click();
    if (anew) await this.page.getByRole('dialog').getByRole('button', { name: 'Make anew' }).click();
    await expect(make).toBeEnabled({ timeout: 150_000 }); // disabled while it searches
    await expect(this.button(new RegExp(`^${digit}–${confidence}: user .*passes$`))).toBeVisible();
  }

  async downloadLicence(): Promise<Download> {
    const save = this.button(/^Download licence .* as PNG$/);
    await expect(save).toBeVisible({ timeout: 20_000 });
    const waiting = this.page.waitForEvent('download');
    await save.click();
    return waiting;
  }

  /** Drops a file on the gate, as from a folder of the visitor's computer. */
  async dropOnGate(name: string, bytes: Buffer, type: string): Promise<void> {
    await this.drop(this.page.getByRole('group', { name: /^The gate\./ }), [{ name, bytes, type }]);
  }

  /** Drops files anywhere on the page; whether it kept the browser from opening them in its place. */
  drop(on: Locator, files: readonly { name: string; bytes: Buffer; type: string }[]): Promise<boolean> {
    return on.evaluate(
      (element, given) => {
        const dataTransfer = new DataTransfer();
        for (const { name, bytes, type } of given)
          dataTransfer.items.add(new File([Uint8Array.from(bytes)], name, { type }));
        const prevented = ['dragenter', 'dragover', 'drop'].map(kind => {
          const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer });
          return !element.dispatchEvent(event);
        });
        return prevented.slice(1).every(Boolean);
      },
      files.map(({ bytes, ...file }) => ({ ...file, bytes: [...bytes] })),
    );
  }
}
