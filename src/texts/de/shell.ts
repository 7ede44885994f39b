import type { Messages, Translated } from '../messages';

export const shell: Translated<Messages['shell']> = {
  sections: 'Abschnitte',
  skip: 'Weiter zu {section}',
  place: ', Teil {place} von {count}, Abschnitt {paper} der Arbeit',
  loading: '{section} wird geladen …',
  seed: 'Startwert',
  section: {
    gate: { title: 'Das Tor', short: 'Tor' },
    train: { title: 'Training & Wasserzeichen', short: 'Training' },
    licences: { title: 'Lizenzen', short: 'Lizenzen' },
    robustness: { title: 'Robustheit', short: 'Robustheit' },
    paper: { title: 'Die Arbeit', short: 'Arbeit' },
    how: { title: 'Erklärung', short: 'Erklärung' },
  },
  notLoaded:
    'Dieser Teil der Seite ließ sich nicht laden. Laden Sie die Seite neu, sobald das Netz da ist: Sie öffnet sich, wie sie jetzt ist.',
  broken: {
    text: 'Der Abschnitt „{section}“ ist stehen geblieben: {reason} Modelle, Lizenzen und laufende Arbeit sind erhalten; die anderen Abschnitte gehen weiter. Bleibt er wieder stehen, laden Sie die Seite neu.',
    again: 'Noch einmal zeigen',
    missing:
      '„{section}“ ließ sich nicht laden. Modelle, Lizenzen und laufende Arbeit sind erhalten; die anderen Abschnitte gehen weiter. Laden Sie die Seite neu, sobald das Netz da ist.',
    reload: 'Die Seite neu laden',
  },
  engine: {
    none: 'kein Rechenwerk',
    loading: 'Rechenwerk …',
    compiling: 'Kernel {done} von {total}',
    compilingTitle: 'Die Programme für die GPU werden übersetzt',
    workers: '{now, plural, one {# Worker} other {# Worker}}',
    mostWorkers: 'jetzt {workers}, bis zu {most}, wo sich Arbeit teilen lässt',
    on: '{name} auf {adapter}',
    unknownAdapter: 'einem unbekannten Adapter',
    tuning: 'Kernel zugeschnitten als „{name}“',
    tuningMeasured: 'Kernel zugeschnitten als „{name}“, hier am schnellsten: {times}',
    tuningTime: '{name} {milliseconds} ms je Schritt',
  },
  dataset: {
    none: 'keine Daten',
    loading: '{received}/{total} MB',
    left: 'noch {time}',
    asked: 'Daten …',
    idle: 'MNIST ↓',
    idleTitle: 'Die Ziffern, {megabytes} MB, werden geholt, wenn etwas sie braucht; drücken holt sie jetzt',
    loadingTitle:
      'Die Ziffern werden geholt; drücken Sie hier, um das abzubrechen und die eingebauten zu nehmen',
    mnist: 'MNIST',
    synthetic: 'eingebaut',
    syntheticTitle:
      'Eingebaute synthetische Ziffern: MNIST war nicht zu bekommen oder nicht verlangt; ein Neuladen versucht es noch einmal',
  },
  more: {
    open: 'Mehr',
    language: 'Sprache',
    theme: 'Farbschema',
    themes: { system: 'wie das System', light: 'hell', dark: 'dunkel' },
    shortcut: 'Taste P für Präsentation',
    shortcuts: { on: 'an', off: 'aus' },
    tour: 'Rundgang',
    present: 'Präsentationsmodus',
    report: 'Bericht zur Lektion',
    share: 'Link mit diesen Einstellungen kopieren',
    about: 'ActiveGuard {version}, MIT-Lizenz. Nichts, was Sie hier tun, verlässt Ihren Browser.',
    credits:
      'Nach Xue et al., „ActiveGuard: Active Intellectual Property Protection for Deep Neural Networks via Adversarial Examples based User Fingerprinting“. Ziffern: MNIST von LeCun, Cortes und Burges.',
  },
  stray: {
    elsewhere:
      '{files}: {kind, select, image {Bilder von Ziffern nimmt} model {die Dateien eines Modells, model.json und weights.bin zusammen, nimmt} key {einen Schlüssel des Eigentümers nimmt} registry {ein Register nimmt} other {Ergebnisse nimmt}} der Abschnitt „{section}“. Legen Sie {count, plural, one {die Datei} other {die Dateien}} irgendwo dort ab.',
    keyLeft: '{files}: nicht gelesen, denn das Modell, das dabei lag, wurde abgelehnt.',
    unknown:
      '{files}: dem Namen nach {count, plural, one {keine Datei, die} other {keine Dateien, die}} die Seite nimmt. „{gate}“ nimmt Bilder von Ziffern als PNG, „{train}“ model.json mit weights.bin und owner-key.json, „{licences}“ registry.json, „{paper}“ Ergebnisse als JSON.',
  },
  presentation: {
    before: 'Voriger Abschnitt',
    after: 'Nächster Abschnitt',
    leave: 'Präsentation verlassen (Esc)',
    on: 'Präsentationsmodus. Esc verlässt ihn.',
  },
  link: {
    twice: 'Im Link steht {name} mehrmals; nur das erste, „{text}“, wird beachtet.',
    notOneOf: 'Im Link steht {name}=„{text}“; möglich sind {allowed}. Die Angabe wurde übergangen.',
    notNumber: 'Im Link steht {name}=„{text}“, das ist keine Zahl. Die Angabe wurde übergangen.',
    notDigits:
      'Im Link steht {name}=„{text}“; möglich sind 1 bis {max} Ziffern 0 … 9. Die Angabe wurde übergangen.',
    notRange:
      'Im Link steht {name}=„{text}“; möglich sind zwei Gewichte wie 0.1..0.45. Die Angabe wurde übergangen.',
    clampedRange:
      'Im Link steht {name}=„{text}“; möglich sind Gewichte von {min} bis {max} im Abstand von mindestens 0.05, es gilt {used}.',
    clamped:
      'Im Link steht {name}=„{text}“; möglich sind {whole, select, true {ganze Zahlen} other {Zahlen}} von {min} bis {max}, es gilt {used}.',
    epsilonKept:
      'Der Link verlangt ε = {asked}; die Lizenzen dieses Modells wurden mit ε = {kept} ausgestellt, und dabei bleibt es. Ändern lässt es sich bei den Lizenzen.',
    paperRule:
      'Der Link verlangt die Regel der Arbeit: Die höchste Konfidenz allein entscheidet, und Fälschungen kommen herein. „Ausgabevektor“ am Tor vergleicht alle zehn.',
    copied: 'Der Link ist kopiert: Abschnitt, Startwert und Einstellungen sind darin enthalten.',
    notCopied: 'Dieser Browser lässt die Seite nicht kopieren. Der Link: {link}',
  },
};
