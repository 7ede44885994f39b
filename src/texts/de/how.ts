import type { Messages, Translated } from '../messages';

export const how: Translated<Messages['how']> = {
  builtIn: 'eingebaute Ziffern',
  views: {
    label: 'Was zu sehen ist',
    method: 'Das Verfahren',
    limits: 'Wo es bricht',
    'what-if': 'Was wäre, wenn?',
  },
  about: {
    method: 'Abschnitt 2 der Arbeit in sechs Schritten. Jeder läuft auf dieser Seite.',
    limits: 'Was das Verfahren nicht aushält, gemessen in dem Lauf, der mit dieser Seite aufgezeichnet ist.',
    'what-if': 'Das benutzte Modell gefragt, hier und jetzt.',
  },
  method: {
    title: 'Das Verfahren in sechs Schritten',
    mark: {
      title: 'Gewichte markieren',
      text: 'Während das Modell seinen Verlust L<sub>0</sub> senkt, zieht ein zweiter Term n geheime Gewichte v<sub>k</sub> von conv2 dorthin, wo map die Ziffern d<sub>k</sub> des Eigentümers liest. λ sagt, wie stark.',
      link: 'Training: die Ziffern rasten ein, während Sie zusehen',
    },
    licence: {
      title: 'Eine Lizenz erzeugen',
      text: 'Aus einem Bild x wird ein ähnliches gesucht, das das Modell mit Konfidenz c für Klasse t hält. Z in (3) lesen wir als Wahrscheinlichkeit und suchen in drei Phasen, denn wörtlich bleibt (3) stecken.',
      link: 'Lizenzen: jede Suche, live',
    },
    users: {
      title: 'Jedem Nutzer eine geben',
      text: 'K Klassen und T Konfidenzen ergeben K · T Nutzer. Wie viele Konfidenzen zwischen z<sub>1</sub> und z<sub>2</sub> passen, hängt vom zulässigen Fehler ε ab.',
      link: 'Lizenzen: die Tafel der Nutzer',
    },
    gate: {
      title: 'Am Tor fragen',
      text: 'Die Arbeit lässt ein, wessen höchste Konfidenz P<sub>max</sub> um weniger als ε von einer aus C<sub>fp</sub> abweicht. Wir vergleichen außerdem alle zehn Wahrscheinlichkeiten p mit dem Eintrag r, der beim Ausstellen der Lizenz festgehalten wurde.',
      link: 'Tor: ein Bild ablegen',
    },
    dice: {
      title: 'Würfel für Fremde',
      text: 'Wer nicht eingelassen wird, bekommt von der Kontrollschicht am Ende des Modells eine zufällige Klasse. Für eine Lizenz wird die Schicht abgehoben, und das Modell antwortet.',
      link: 'Tor: aus Würfeln werden Antworten',
    },
    claim: {
      title: 'Das Eigentum nachweisen',
      text: 'Eine verdächtige Kopie wird an den geheimen Stellen gelesen und gerundet. V<sub>owner</sub> ist bestätigt, wenn jede Ziffer die des Eigentümers ist; und das Wasserzeichen muss überstehen, dass jemand es entfernen will.',
      link: 'Robustheit: Beschneiden und Feinabstimmung, live',
    },
  },
  spoken: {
    embedding: 'L = L₀ + λ · (1/n) · Σ von k = 1 bis n über (d_k − map(v_k))²',
    extraction: 'V_owner = bestätigt, wenn round(map(v_k)) = d_k für jedes k',
    search: 'minimiere über δ: ‖x′ − x‖₂² + α · g(x′)',
    targetClass: 'g₀(x′) = Maximum aus 0 und dem größten Z_k(x′) über k ≠ t, minus Z_t(x′)',
    allocation: 'FO = (i, c_j) gehört Nutzer i · T + j',
    gateRule: 'E_c = Minimum über j von |P_max − c_j|, und E_c < ε',
    vectorRule: 'Maximum über k von |p_k − r_k| ≤ {tolerance}',
    controlLayer: 'y = eine zufällige Klasse, wo E_c ≥ ε; f(x), wo die Schicht aufgehoben ist',
  },
  limits: {
    missing: 'Mit dieser Kopie der Seite kommt kein aufgezeichneter Lauf; es gibt keine Zahlen zu zeigen.',
    reading: 'Der aufgezeichnete Lauf wird gelesen …',
    gate: 'Das Tor und seine Lizenzen',
    mark: 'Das Wasserzeichen',
    share: '{count} von {of}',
    table: 'Tabelle',
    weights: 'SHA-256 der Gewichte von {model}: {sha256}',
    ground:
      'Alle Zahlen: aus dem am {date} aufgezeichneten Lauf, Startwert {seed}, {dataset}, {backend}, ε = {epsilon}. Gewichte (SHA-256): {weights} … Worauf jede Zahl beruht, steht neben ihr.',
    copied: {
      title: 'Eine kopierte Lizenz',
      text: 'Eine Datei wird eingelassen, wer sie auch hat: <figure>{copies}</figure> unveränderte Kopien, nach jeder Regel. Nichts unterscheidet Kopie und Original; der Eigentümer kann sie nur widerrufen, dann kommen <figure>{revoked}</figure> herein.',
      on: '{count} Lizenzen, aus ihren PNG-Dateien gelesen',
    },
    bare: {
      title: 'Gewichte ohne Kontrollschicht',
      text: 'Wer die Gewichte hat, lässt die Schicht weg und bekommt <figure>{bare}</figure> richtig; durch sie bekommen Fremde <figure>{guarded}</figure>. Die Schicht schützt einen Dienst, keine Datei, die man aus der Hand gibt.',
      on: '{count} Testziffern',
    },
    strangers: {
      title: 'Rauschen, nach der Regel der Arbeit',
      text: 'Eine zufällig passende Konfidenz genügt: <figure>{uniform}</figure> Bildern aus gleichverteiltem Rauschen kommen herein, <figure>{gaussian}</figure> aus Gaußschem, <figure>{means}</figure> Mitteln zweier Ziffern, <figure>{digits}</figure> gewöhnlichen Testziffern. Nach dem Ausgabevektor: <figure>{vector}</figure>.',
      on: '{count} Bilder jeder Art',
    },
    forged: {
      title: 'Fälschungen dessen, der das Modell hat',
      text: 'Mit Modell, C<sub>fp</sub>, ε und dem Algorithmus macht sich jeder eigene Lizenzen: <figure>{paper}</figure> kommen nach der Regel der Arbeit herein, <figure>{vector}</figure> nach dem Ausgabevektor, dessen Anteile das Geheimnis des Eigentümers zieht.',
      on: '{count} Fälschungen',
    },
    worn: {
      title: 'Eine neu gespeicherte Lizenz',
      text: 'Als JPEG der Qualität 95 werden <figure>{letIn}</figure> nach der Regel der Arbeit noch eingelassen, aber nur <figure>{own}</figure> als ihre eigenen Nutzer; nach dem Ausgabevektor <figure>{vector}</figure>. Eine Lizenz ist ihre genauen Pixel.',
      on: '{count} Lizenzen',
    },
    outdated: {
      title: 'Ein Modell, das sich geändert hat',
      text: 'Ist ein Zehntel von conv2 beschnitten, werden noch <figure>{own}</figure> Lizenzen als ihre eigenen Nutzer erkannt, <figure>{vector}</figure> nach dem Ausgabevektor: Mit jeder Änderung des Modells sind Lizenzen neu zu erzeugen.',
      on: '{count} Lizenzen',
    },
    tuned: {
      title: 'Feinabstimmung mit großer Lernrate',
      text: 'Bei Lernrate {gentleRate} werden nach {gentleEpochs} Epochen <figure>{gentleDigits} von {digits}</figure> Ziffern gelesen. Bei {rate}, der des Trainings, nach {epochs, plural, one {# Epoche} other {# Epochen}} <figure>{left} von {digits}</figure>: V<sub>owner</sub> scheitert, bei <figure>{accuracy}</figure> Genauigkeit. Die Arbeit nennt keine Lernrate.',
      on: 'wm₁, {digits} Ziffern',
    },
    pruned: {
      title: 'Beschneiden (Pruning)',
      text: 'wm₁ scheitert, wenn <figure>{rate}</figure> von conv2 beschnitten sind, bei <figure>{accuracy}</figure> Genauigkeit. wm₂, ohne kleine Ziffern, {holds, select, true {hält noch} other {scheitert}} bei <figure>{rate2}</figure>, wo das Modell nur noch <figure>{accuracy2}</figure> erreicht.',
      on: '{rates} Raten',
    },
    distilled: {
      title: 'Destillation',
      text: 'Ein Schüler, der an den Antworten des gestohlenen Modells lernt, trägt kein Wasserzeichen: <figure>{left} von {digits}</figure> Ziffern, bei <figure>{accuracy}</figure> Genauigkeit. Dagegen hilft hier nichts.',
    },
    overwritten: {
      title: 'Überschreiben',
      text: 'Wer ein eigenes Wasserzeichen einbettet, lässt <figure>{least} bis {most} von {digits}</figure> Ziffern übrig, schlimmstenfalls bei <figure>{accuracy}</figure> Genauigkeit{foreign, select, true {, und das fremde ist lesbar} other {}}. Dann beanspruchen zwei dasselbe Modell, und nur das Datum entscheidet.',
    },
    retrained: {
      title: 'Dichte Schichten neu trainiert',
      text: 'Es bleiben <figure>{least} bis {most} von {digits}</figure> Ziffern, bei <figure>{accuracy}</figure> Genauigkeit. V<sub>owner</sub> scheitert; doch selbst die wenigsten stimmen nur mit Wahrscheinlichkeit <figure>{chance}</figure> zufällig.',
    },
    shuffled: {
      title: 'Kanäle in anderer Reihenfolge',
      text: 'Das kostet keine Genauigkeit (<figure>{accuracy}</figure>), und so gelesen bleiben <figure>{least} von {digits}</figure> Ziffern. Mit seiner eigenen Kopie ordnet der Eigentümer die Kanäle zurück: <figure>{most} von {digits}</figure>.',
      on: 'conv1 und conv2, vertauscht und skaliert',
    },
    rounded: {
      title: 'Grobe oder verwackelte Gewichte',
      text: 'Bei {bits} Bit je Gewicht werden <figure>{bitsLeft} von {digits}</figure> Ziffern gelesen (Genauigkeit {bitsAccuracy}); mit Rauschen von {noise} Standardabweichungen der Gewichte von conv2 <figure>{noiseLeft} von {digits}</figure> ({noiseAccuracy}).',
      on: 'die mildeste Einstellung ohne Bestätigung',
    },
    chosen: {
      title: 'Nachträglich gewählte Stellen',
      text: 'Wer ein unmarkiertes Modell vorher sieht, findet <figure>{found} von {digits}</figure> Ziffern von wm₁ darin; {needed} wirkten schon wie ein Beweis. Der Schlüssel muss vorher feststehen, mit Zeugen.',
      on: '{models} unmarkierte Modelle, das ungünstigste',
    },
  },
  whatIf: {
    questions: 'Fragen',
    listed: '{paper} von {trials} nach der Regel der Arbeit eingelassen',
    try: 'Ausprobieren',
    again: 'Noch einmal',
    running: 'Das Modell wird gefragt',
    notYet: 'Gefragt wird: {model}.',
    noModel:
      'Es gibt noch kein Modell, das man fragen könnte: Trainieren Sie eines, oder laden Sie eines aus seinen Dateien.',
    answer: 'Antwort',
    letIn: '{count} von {of} eingelassen',
    byPaper: 'nach der Regel der Arbeit: |P<sub>max</sub> − c| < ε',
    byVector: 'nach dem Ausgabevektor',
    byVectorAsOwn: 'nach dem Ausgabevektor, als ihre eigenen Nutzer',
    asOthers: 'Von den {of}, die die Regel der Arbeit einlässt, werden {count} für jemand anderen gehalten.',
    examples:
      'Unter jedem Bild: die Klasse, die das Modell nennt, und ihre Konfidenz. In C<sub>fp</sub> ± {epsilon} wird eingelassen.',
    examplesIn: 'Nach der Regel der Arbeit eingelassen',
    examplesOut: 'Abgewiesen',
    pictureIn: 'Bild {number}: eingelassen als Klasse {digit} mit Konfidenz {confidence}',
    pictureOut: 'Bild {number}: abgewiesen, Klasse {digit} mit Konfidenz {confidence}',
    conclude: 'Was daraus folgt:',
    ground:
      '{of} Bilder{at} · {model} · Startwert {seed} · C<sub>fp</sub> = {confidences} · ε = {epsilon} · Toleranz {tolerance} · {licences, plural, one {# Lizenz} other {# Lizenzen}} im Register · {dataset} · {backend} · {date}',
    noise: {
      question: 'Kann Rauschen das Tor öffnen?',
      about:
        'Bilder aus zufälligen Pixeln, jede Graustufe so wahrscheinlich wie jede andere. Keines ist eine Ziffer.',
      setting: 'Bilder',
      none: 'Diesmal keines. Nehmen Sie mehr davon oder einen anderen Startwert.',
      some: 'Ja, hin und wieder.',
      all: 'Ja, hin und wieder.',
      conclusion:
        'Ein Netz ist sich sicher bei dem, was es gelernt hat, und unsicher beim Rest; und im Unsicheren liegen die Marken. Deshalb vergleicht die Seite alle zehn Wahrscheinlichkeiten mit dem Eintrag.',
    },
    blend: {
      question: 'Können zwei überlagerte Ziffern es öffnen?',
      about:
        'Mittel zweier Testziffern: Zwischen zwei Klassen sinkt die Konfidenz und kann auf eine Marke fallen.',
      setting: 'Bilder',
      none: 'Diesmal keines, doch es kommt vor: Nehmen Sie mehr davon.',
      some: 'Ja, selten.',
      all: 'Ja, selten.',
      conclusion:
        'Wer zwischen zwei Klassen schwankt, kommt unterwegs an jeder Konfidenz vorbei. Der Ausgabevektor unterscheidet sie von einer Lizenz.',
    },
    digits: {
      question: 'Kann gewöhnliche Handschrift es öffnen?',
      about: 'Testziffern, von Hand geschrieben wie jede andere.',
      setting: 'Ziffern',
      none: 'Nein.',
      some: 'Kaum.',
      all: 'Kaum.',
      conclusion:
        'Bei fast allen ist sich das Modell sicher, weit über den Marken: Auf dieser Beobachtung beruht Abschnitt 2.2.',
    },
    forged: {
      question: 'Kann jemand mit dem Modell eine fälschen?',
      about:
        'Ein Fälscher mit Modell, C<sub>fp</sub>, ε und unserem Algorithmus macht Lizenzen für die ersten Nutzer, ohne das Geheimnis des Eigentümers.',
      setting: 'Fälschungen',
      none: 'Diesmal nicht.',
      some: 'Nach der Regel der Arbeit ja: Wer das Modell hat, kennt die Marken.',
      all: 'Nach der Regel der Arbeit ja: Wer das Modell hat, kennt die Marken.',
      conclusion:
        'Der Ausgabevektor verlangt dazu neun Anteile, die nur das Geheimnis des Eigentümers zieht.',
    },
    copied: {
      question: 'Was, wenn eine Lizenz kopiert wird?',
      about: 'Jede gültige Lizenz des Modells, Bit für Bit an jemand anderen weitergegeben.',
      setting: 'Kopien',
      none: 'Keine, also war keine mehr gültig.',
      some: 'Alle noch gültigen: Eine Kopie ist das Original.',
      all: 'Alle: Eine Kopie ist das Original.',
      conclusion:
        'Keine Regel erkennt, wer eine Datei in der Hand hat; der Eigentümer kann sehen, dass sie doppelt benutzt wird, und sie widerrufen.',
    },
    photographed: {
      question: 'Was, wenn sie fotografiert wird?',
      about:
        'Jede Lizenz vom Bildschirm fotografiert, simuliert: um bis zu 1° gedreht, etwas unscharf (σ 0.3 Pixel), mit dem Rauschen eines Sensors (1%), als JPEG der Qualität 90.',
      setting: 'Wie unachtsam',
      none: 'Keine übersteht es.',
      some: 'Einige fallen noch auf eine Marke.',
      all: 'Einige fallen noch auf eine Marke.',
      conclusion: 'Eine Lizenz lebt in Graustufen, die keine Kamera festhält. Sie ist eine Datei, kein Bild.',
    },
    jpeg: {
      question: 'Was, wenn sie als JPEG gespeichert wird?',
      about: 'Jede Lizenz durch JPEG, das rundet, was das Auge nicht vermisst.',
      setting: 'Qualität',
      none: 'Was das Auge nicht vermisst, vermisst das Modell.',
      some: 'Was das Auge nicht vermisst, vermisst das Modell.',
      all: 'Nach der Regel der Arbeit kommen alle herein; wo die letzte Zahl kleiner ist, unterscheidet der Eintrag sie dennoch vom Original.',
      conclusion: 'Deshalb sind Lizenzen PNG-Dateien.',
    },
    blurred: {
      question: 'Was, wenn sie unscharf wird?',
      about: 'Jede Lizenz durch eine Gaußsche Unschärfe.',
      setting: 'Unschärfe, Pixel',
      none: 'Keine übersteht es.',
      some: 'Einige fallen noch auf eine Marke.',
      all: 'Einige fallen noch auf eine Marke.',
      conclusion: 'Die Störung ist feiner als die Striche: Unschärfe nimmt sie zuerst.',
    },
    rotated: {
      question: 'Was, wenn sie um ein Grad gedreht wird?',
      about: 'Jede Lizenz im Uhrzeigersinn um ihre Mitte gedreht.',
      setting: 'Winkel',
      none: 'Keine übersteht es.',
      some: 'Einige fallen noch auf eine Marke.',
      all: 'Einige fallen noch auf eine Marke.',
      conclusion:
        'Für Sie und mich bleibt die Ziffer dieselbe. Eine Lizenz ist ein Punkt in 784 Dimensionen, und ein Grad rückt ihn fort.',
    },
    pruned: {
      question: 'Was, wenn sich das Modell ändert?',
      about:
        'Die kleinsten Gewichte von conv2 werden auf 0 gesetzt, nachdem die Lizenzen ausgestellt sind; sie selbst bleiben, wie sie sind.',
      setting: 'Beschnitten',
      none: 'Keine übersteht es.',
      some: 'Einige fallen noch auf eine Marke.',
      all: 'Einige fallen noch auf eine Marke.',
      conclusion:
        'Eine Lizenz gehört zu genau diesen Gewichten. Nach jeder Änderung des Modells muss der Eigentümer neue ausstellen.',
    },
  },
  lessons: {
    title: 'Lektionen mit einem Klick',
    about:
      'Jede ist auch ein Link: Wer ihn öffnet, sieht denselben Lauf. Mit &seed= wählen Sie den Startwert.',
    table4: 'Tabelle 4 in einer Minute',
    figure2: 'Abbildung 2, mit und ohne Lizenz',
    noise: 'Kann Rauschen das Tor öffnen?',
    photographed: 'Was, wenn eine Lizenz fotografiert wird?',
    forged: 'Wer kann eine Lizenz fälschen?',
  },
};
