/** The page's entry. It asks for all that the first view is made of at once: nothing waits until the library that draws it has started. */
import '../ui/tokens.css';
import '../ui/base.css';
import { openLanguage } from './language';
import { SECTIONS } from './sections';
import { readUrlState } from './url-state';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
const asked = readUrlState(window.location.search).state.section;
// Beside the shell, not after it; what fails here fails again, in words, where the section is drawn.
SECTIONS.find(({ name }) => name === asked)
  ?.part.load()
  .catch(() => undefined);
const [{ drawPage }, spoken] = await Promise.all([import('./draw-page'), openLanguage()]);
// Words for a page that could not start.
document.getElementById('stopped')?.remove();
drawPage(root, spoken);
