/** Lessons of one click: each a link that opens a section with its settings and starts it, for the teacher's own page and for every pupil's. */
import { useTranslations } from 'use-intl';
import { useStore } from '../../store/store';
import { Card } from '../../ui/Card';
import { SectionLink } from '../../ui/SectionLink';
import styles from './Lessons.module.css';

const LESSONS = [
  { name: 'table4', section: 'paper', run: 'table4', preset: 'quick' },
  { name: 'figure2', section: 'paper', run: 'figure2', preset: 'quick' },
  { name: 'noise', section: 'how', run: 'noise' },
  { name: 'photographed', section: 'how', run: 'photographed' },
  { name: 'forged', section: 'how', run: 'forged' },
] as const;

export function Lessons() {
  const t = useTranslations('how');
  const start = useStore(state => state.startLesson);
  return (
    <Card title={t('lessons.title')}>
      <p className={styles.about} data-minor>
        {t('lessons.about')}
      </p>
      <ul className={styles.lessons}>
        {LESSONS.map(lesson => {
          const preset = 'preset' in lesson ? { preset: lesson.preset } : {};
          return (
            <li key={lesson.name}>
              <SectionLink
                section={lesson.section}
                starts={{ run: lesson.run, ...preset }}
                onFollow={() => void start(lesson.run, 'quick')}
              >
                {t(`lessons.${lesson.name}`)}
              </SectionLink>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
