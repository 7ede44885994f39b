export const ui = {
  legend: 'Legend',
  chart: {
    asChart: 'Show “{title}” as a chart',
    asTable: 'Show “{title}” as a table',
    asChartShort: 'As a chart',
    asTableShort: 'As a table',
    save: 'Save “{title}” as PNG',
    saveShort: 'Save as PNG',
    saveValues: 'Save the values of “{title}” as CSV',
    saveValuesShort: 'Save the values as CSV',
    notSaved: 'The picture could not be saved ({reason}).',
  },
  scale: {
    none: 'no image yet',
    value: 'confidence {confidence}',
    on: 'confidence {confidence} — on the {mark} mark',
    beside: 'confidence {confidence} — just beside every mark',
    far: 'confidence {confidence} — far from every mark',
    spoken: '{sentence}. Marks: {marks}, ± {epsilon}.',
    caption: 'confidence of the predicted class; shaded: C<sub>fp</sub> ± ε = {epsilon}',
    captionDrawn:
      'confidence of the predicted class; shaded: C<sub>fp</sub> ± ε = {epsilon} (drawn ×{factor})',
    noMark: 'no mark',
    magnified: 'the {mark} mark, magnified',
    picture: 'Confidence of the predicted class',
    pictureCaption: 'Tinted: the agreed confidences, ± ε = {epsilon}',
    pictureCaptionDrawn: 'Tinted: the agreed confidences, ± ε = {epsilon} (drawn ×{factor})',
    away: '{distance} away',
  },
  dials: {
    label: '{matching} of {count} digits in their bands',
    title: 'digit {place}: reads {reading}, embedded {target}',
    unread: ': not read yet',
    inBand: ': reads {reading}, in its band',
    outside: ': reads {reading}, outside its band',
  },
  strips: {
    caption: 'Digits of the watermark that still read true',
    rate: 'rate',
    title: '{row}, {column}: {count}',
    verified: '{alive} of {count}, verified',
    notVerified: '{alive} of {count}, not verified',
    notMeasured: 'not measured',
  },
  draw: {
    role: 'drawing pad',
    label: 'Draw a digit: arrow keys move the pen, Space sets it down or lifts it, Delete clears',
    hint: 'draw a digit',
    clear: 'Clear',
  },
  drop: {
    label:
      '{label}. {clickable, select, true {Enter chooses a file} other {Drop a file here}}{paste, select, true {, Ctrl+V pastes one} other {}}. Takes {accept}.',
    words:
      'Drop{paste, select, true {, paste} other {}}{clickable, select, true { or press Enter} other {}} · {accept}',
    active: 'Let go to bring it in',
  },
  dialog: {
    close: 'Close',
  },
  histogram: {
    range: '{from} to {to}',
    bin: '{from} to {to}: {count}',
  },
  kernels: {
    label: '{channels} kernels of {size} by {size} weights, largest {largest}; {marked} positions marked',
    cell: 'row {row}, column {column}, channel {channel}: {value}',
    secret: 'row {row}, column {column}, channel {channel}: {value}, digit {digit} of the watermark',
    channel: 'channel {channel}',
    row: 'row',
    column: 'column',
    measure: 'weight (no unit)',
  },
  notice: {
    info: 'Note',
    warning: 'Warning',
    error: 'Error',
    dismiss: 'Dismiss',
  },
  toasts: {
    title: 'Notices',
    earlier: '{count, plural, one {# earlier notice} other {# earlier notices}}',
    dismissAll: 'Dismiss all',
  },
  number: {
    empty:
      '{label} is empty; it must be {integer, select, true {a whole number} other {a number}} from {min} to {max}.',
    notNumber:
      '“{text}” is no number; {label} must be {integer, select, true {a whole number} other {a number}} from {min} to {max}.',
    twoWays: '“{text}” can be {thousands} or {value}; write one of these, without a comma.',
    outOfRange:
      '{value} is out of range; {label} must be {integer, select, true {a whole number} other {a number}} from {min} to {max}.',
  },
  probabilities: {
    caption: 'Probability of each class',
    walk: '{caption}; the arrow keys walk from class to class',
    none: 'none',
    silent: 'The model gives no numbers.',
  },
  progress: {
    digits: 'Waiting for the digits',
    cancel: 'Cancel',
    left: '{time} left',
    tenth: '{label}: {percent}%',
  },
  difference: {
    label: 'Signed difference, gain {gain}: {darker} pixels darker, {brighter} brighter',
    darker: 'darker',
    brighter: 'brighter',
    levels: 'grey level',
    measure: 'difference of grey levels',
    axes: 'pixels, counted from the upper left corner',
    caption:
      'Difference ×{gain}: {darker} pixels darker (blue squares), {brighter} brighter (red discs), of full strength from ±{full}.',
  },
  verdict: {
    label: 'Verdict',
    passed: 'passed',
    failed: 'failed',
  },
  section: {
    title: 'Section {section} of the paper',
    spoken: 'section {section} of the paper',
  },
  duration: {
    underSecond: 'under a second',
    unknown: '—',
    seconds: '{seconds} s',
    minutes: '{minutes} min {seconds} s',
    hours: '{hours} h {minutes} min',
  },
} as const;
