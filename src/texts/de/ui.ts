import type { Messages, Translated } from '../messages';

export const ui: Translated<Messages['ui']> = {
  legend: 'Legende',
  chart: {
    asChart: '„{title}“ als Diagramm zeigen',
    asTable: '„{title}“ als Tabelle zeigen',
    asChartShort: 'Als Diagramm',
    asTableShort: 'Als Tabelle',
    save: '„{title}“ als PNG speichern',
    saveShort: 'Als PNG speichern',
    saveValues: 'Die Werte von „{title}“ als CSV speichern',
    saveValuesShort: 'Die Werte als CSV speichern',
    notSaved: 'Das Bild konnte nicht gespeichert werden ({reason}).',
  },
  scale: {
    none: 'noch kein Bild',
    value: 'Konfidenz {confidence}',
    on: 'Konfidenz {confidence} — auf der Marke {mark}',
    beside: 'Konfidenz {confidence} — knapp neben jeder Marke',
    far: 'Konfidenz {confidence} — weit von jeder Marke',
    spoken: '{sentence}. Marken: {marks}, ± {epsilon}.',
    caption: 'Konfidenz der vorhergesagten Klasse; getönt: C<sub>fp</sub> ± ε = {epsilon}',
    captionDrawn:
      'Konfidenz der vorhergesagten Klasse; getönt: C<sub>fp</sub> ± ε = {epsilon} (gezeichnet ×{factor})',
    noMark: 'keine Marke',
    magnified: 'die Marke {mark}, vergrößert',
    picture: 'Konfidenz der vorhergesagten Klasse',
    pictureCaption: 'Getönt: die vereinbarten Konfidenzen, ± ε = {epsilon}',
    pictureCaptionDrawn: 'Getönt: die vereinbarten Konfidenzen, ± ε = {epsilon} (gezeichnet ×{factor})',
    away: '{distance} entfernt',
  },
  dials: {
    label: '{matching} von {count} Ziffern in ihren Bändern',
    title: 'Ziffer {place}: gelesen {reading}, eingebettet {target}',
    unread: ': noch nicht gelesen',
    inBand: ': gelesen {reading}, in ihrem Band',
    outside: ': gelesen {reading}, außerhalb ihres Bandes',
  },
  strips: {
    caption: 'Ziffern des Wasserzeichens, die noch richtig gelesen werden',
    rate: 'Rate',
    title: '{row}, {column}: {count}',
    verified: '{alive} von {count}, bestätigt',
    notVerified: '{alive} von {count}, nicht bestätigt',
    notMeasured: 'nicht gemessen',
  },
  draw: {
    role: 'Zeichenfläche',
    label:
      'Zeichnen Sie eine Ziffer: Die Pfeiltasten bewegen den Stift, die Leertaste setzt ihn auf oder hebt ihn ab, Entf löscht',
    hint: 'Ziffer zeichnen',
    clear: 'Löschen',
  },
  drop: {
    label:
      '{label}. {clickable, select, true {Eingabe wählt eine Datei} other {Legen Sie eine Datei hier ab}}{paste, select, true {, Strg+V fügt eine ein} other {}}. Nimmt {accept}.',
    words:
      'Ablegen{paste, select, true {, einfügen} other {}}{clickable, select, true { oder Eingabe drücken} other {}} · {accept}',
    active: 'Loslassen, um es hereinzuholen',
  },
  dialog: {
    close: 'Schließen',
  },
  histogram: {
    range: '{from} bis {to}',
    bin: '{from} bis {to}: {count}',
  },
  kernels: {
    label: '{channels} Kerne aus {size} mal {size} Gewichten, größtes {largest}; {marked} Stellen markiert',
    cell: 'Zeile {row}, Spalte {column}, Kanal {channel}: {value}',
    secret: 'Zeile {row}, Spalte {column}, Kanal {channel}: {value}, Ziffer {digit} des Wasserzeichens',
    channel: 'Kanal {channel}',
    row: 'Zeile',
    column: 'Spalte',
    measure: 'Gewicht (ohne Einheit)',
  },
  notice: {
    info: 'Hinweis',
    warning: 'Warnung',
    error: 'Fehler',
    dismiss: 'Schließen',
  },
  toasts: {
    title: 'Hinweise',
    earlier: '{count, plural, one {# frühere Meldung} other {# frühere Meldungen}}',
    dismissAll: 'Alle schließen',
  },
  number: {
    empty:
      '{label} ist leer; nötig ist {integer, select, true {eine ganze Zahl} other {eine Zahl}} von {min} bis {max}.',
    notNumber:
      '„{text}“ ist keine Zahl; {label} muss {integer, select, true {eine ganze Zahl} other {eine Zahl}} von {min} bis {max} sein.',
    twoWays: '„{text}“ kann {thousands} oder {value} sein; schreiben Sie eines davon, ohne Komma.',
    outOfRange:
      '{value} liegt außerhalb; {label} muss {integer, select, true {eine ganze Zahl} other {eine Zahl}} von {min} bis {max} sein.',
  },
  probabilities: {
    caption: 'Wahrscheinlichkeit jeder Klasse',
    walk: '{caption}; die Pfeiltasten gehen von Klasse zu Klasse',
    none: 'keine',
    silent: 'Das Modell gibt keine Zahlen.',
  },
  progress: {
    digits: 'Wartet auf die Ziffern',
    cancel: 'Abbrechen',
    left: 'noch {time}',
    tenth: '{label}: {percent}%',
  },
  difference: {
    label: 'Vorzeichenbehaftete Differenz, verstärkt ×{gain}: {darker} Pixel dunkler, {brighter} heller',
    darker: 'dunkler',
    brighter: 'heller',
    levels: 'Graustufe',
    measure: 'Differenz der Graustufen',
    axes: 'Pixel, gezählt von der linken oberen Ecke',
    caption:
      'Differenz ×{gain}: {darker} Pixel dunkler (blaue Quadrate), {brighter} heller (rote Scheiben), in voller Stärke ab ±{full}.',
  },
  verdict: {
    label: 'Urteil',
    passed: 'bestanden',
    failed: 'nicht bestanden',
  },
  section: {
    title: 'Abschnitt {section} der Arbeit',
    spoken: 'Abschnitt {section} der Arbeit',
  },
  duration: {
    underSecond: 'unter einer Sekunde',
    unknown: '—',
    seconds: '{seconds} s',
    minutes: '{minutes} min {seconds} s',
    hours: '{hours} h {minutes} min',
  },
};
