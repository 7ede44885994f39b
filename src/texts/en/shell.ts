export const shell = {
  sections: 'Sections',
  skip: 'Skip to {section}',
  place: ', part {place} of {count}, section {paper} of the paper',
  loading: '{section} is loading …',
  seed: 'seed',
  section: {
    gate: { title: 'Gate', short: 'Gate' },
    train: { title: 'Train & watermark', short: 'Train' },
    licences: { title: 'Licences', short: 'Licences' },
    robustness: { title: 'Robustness', short: 'Robustness' },
    paper: { title: 'The paper', short: 'Paper' },
    how: { title: 'How it works', short: 'How' },
  },
  notLoaded:
    'This part of the page could not be loaded. Reload the page when the network is back: it opens as it is now.',
  broken: {
    text: 'The section “{section}” stopped: {reason} Models, licences and running work are kept; the other sections go on. If it stops again, reload the page.',
    again: 'Show it again',
    missing:
      '“{section}” could not be loaded. Models, licences and running work are kept; the other sections go on. Reload the page when the network is back.',
    reload: 'Reload the page',
  },
  engine: {
    none: 'no engine',
    loading: 'engine …',
    compiling: 'kernels {done} of {total}',
    compilingTitle: 'The GPU’s kernels are being compiled',
    workers: '{now, plural, one {# worker} other {# workers}}',
    mostWorkers: '{workers} now, up to {most} where work can be divided',
    on: '{name} on {adapter}',
    unknownAdapter: 'an unknown adapter',
    tuning: 'Kernels cut as “{name}”',
    tuningMeasured: 'Kernels cut as “{name}”, the fastest measured here: {times}',
    tuningTime: '{name} {milliseconds} ms a step',
  },
  dataset: {
    none: 'no data',
    loading: '{received}/{total} MB',
    left: '{time} left',
    asked: 'data …',
    idle: 'MNIST ↓',
    idleTitle: 'The digits, {megabytes} MB, are fetched when something needs them; press to fetch them now',
    loadingTitle: 'The digits are being fetched; press to stop that and use the built-in ones',
    mnist: 'MNIST',
    synthetic: 'built-in',
    syntheticTitle:
      'Built-in synthetic digits: MNIST could not be had, or was not asked for; a reload tries again',
  },
  more: {
    open: 'More',
    language: 'Language',
    theme: 'Theme',
    themes: { system: 'as the system', light: 'light', dark: 'dark' },
    shortcut: 'Key P for presentation',
    shortcuts: { on: 'on', off: 'off' },
    tour: 'Guided tour',
    present: 'Presentation mode',
    report: 'Report of the lesson',
    share: 'Copy a link with these settings',
    about: 'ActiveGuard {version}, MIT licence. Nothing you do here leaves your browser.',
    credits:
      'After Xue et al., “ActiveGuard: Active Intellectual Property Protection for Deep Neural Networks via Adversarial Examples based User Fingerprinting”. Digits: MNIST by LeCun, Cortes and Burges.',
  },
  stray: {
    elsewhere:
      '{files}: {kind, select, image {images of digits are} model {the files of a model, model.json and weights.bin together, are} key {an owner’s key is} registry {a registry is} other {results are}} taken in the section “{section}”. Drop {count, plural, one {it} other {them}} anywhere there.',
    keyLeft: '{files}: left unread, since the model that came with it was refused.',
    unknown:
      '{files}: by {count, plural, one {its name} other {their names}} nothing that the page takes. “{gate}” takes images of digits as PNG, “{train}” model.json with weights.bin and owner-key.json, “{licences}” registry.json, “{paper}” results as JSON.',
  },
  presentation: {
    before: 'Previous section',
    after: 'Next section',
    leave: 'Leave the presentation (Esc)',
    on: 'Presentation mode. Esc leaves it.',
  },
  link: {
    twice: 'The link says {name} more than once; only the first, “{text}”, is looked at.',
    notOneOf: 'The link says {name}=“{text}”; it can be {allowed}. It was left out.',
    notNumber: 'The link says {name}=“{text}”, which is no number. It was left out.',
    notDigits: 'The link says {name}=“{text}”; it can be 1 to {max} digits 0 … 9. It was left out.',
    notRange: 'The link says {name}=“{text}”; it can be two weights, such as 0.1..0.45. It was left out.',
    clampedRange:
      'The link says {name}=“{text}”; weights from {min} to {max} that stand 0.05 apart are possible, {used} is used.',
    clamped:
      'The link says {name}=“{text}”; {whole, select, true {whole numbers} other {numbers}} from {min} to {max} are possible, {used} is used.',
    epsilonKept:
      'The link asks for ε = {asked}; this model’s licences were issued at ε = {kept}, which stays. It can be changed on Licences.',
    paperRule:
      'The link asks for the paper’s rule: the highest confidence alone decides, and forgeries pass. The gate’s “output vector” compares all ten.',
    copied: 'The link is copied: section, seed and settings travel with it.',
    notCopied: 'This browser doesn’t let the page copy. The link: {link}',
  },
} as const;
