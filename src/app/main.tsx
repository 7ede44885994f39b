/** The page's entry. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import { LanguageProvider, openLanguage } from './language';
import { SECTIONS } from './sections';
import { readUrlState } from './url-state';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
const asked = readUrlState(window.location.search).state.section;
// Beside the shell, not after it; what fails here fails again, in words, where the section is drawn.
SECTIONS.find(({ name }) => name === asked)
  ?.part.load()
  .catch(() => undefined);
const [{ App }, spoken] = await Promise.all([import('./App'), openLanguage()]);
// Words for a page that could not start.
document.getElementById('stopped')?.remove();
createRoot(root).render(
  <StrictMode>
    <LanguageProvider spoken={spoken}>
      <App />
    </LanguageProvider>
  </StrictMode>,
);
