/** Draws the page, once its words are there. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { LanguageProvider } from './language';
import type { Spoken } from './language';

export function drawPage(root: HTMLElement, spoken: Spoken): void {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider spoken={spoken}>
        <App />
      </LanguageProvider>
    </StrictMode>,
  );
}
