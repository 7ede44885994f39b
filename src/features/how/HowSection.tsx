/** How the method works, step by step with its equations, and what it does not withstand, with the measured figures. */
import { useTranslations } from 'use-intl';

export default function HowSection() {
  const t = useTranslations('how');
  return <h1>{t('title')}</h1>;
}
