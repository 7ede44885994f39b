/** The page's entry. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import { LanguageProvider, openLanguage } from './language';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
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
