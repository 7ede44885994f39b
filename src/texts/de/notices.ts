import type { Messages, Translated } from '../messages';

export const notices: Translated<Messages['notices']> = {
  gate: {
    shut: 'Das Rechenwerk fiel aus, deshalb wurde das Tor geschlossen: Wer eingelassen war, zeigt die Lizenz noch einmal.',
    notRead: 'nicht gelesen.',
    noModel:
      'Es gibt noch kein Modell zu bewachen: Trainieren Sie eines, oder laden Sie eines aus seinen Dateien.',
    notChecked: 'Das Bild konnte nicht geprüft werden.',
    noDigit: 'Keine Ziffer konnte gezogen werden.',
    noAnswer: 'Das Modell gab keine Antwort.',
    enlarged:
      '{name} enthält die Ziffer {enlargement}-fach vergrößert: Von jedem Block wird ein Pixel genommen, genau wie er dort steht.',
    onlyFirst:
      '{count} Dateien kamen auf einmal. Vor der Kontrolle steht immer nur ein Bild: Angesehen wird nur {name}.',
  },
  paper: {
    moved:
      'Der Lauf geht von selbst mit eigenen Zellen des neuen Rechenwerks weiter: Zahlen zweier Rechenwerke werden nie gemischt. Was vorher fertig war, bleibt erhalten.',
    recordedNotRead: 'Der mit der Seite aufgezeichnete Lauf konnte nicht gelesen werden: {reason}',
    stopped: '{reason} Was fertig war, bleibt erhalten.',
    fileNotRead: 'Die Datei {name} wurde nicht geöffnet. {reason}',
    questionFirst:
      'Eine andere Was-wäre-wenn-Frage ist im Gange, deshalb begann die Lektion nicht. Warten Sie darauf, oder brechen Sie das ab, und wählen Sie die Lektion dann noch einmal.',
    runFirst:
      'Ein anderer Lauf von Experimenten ist im Gange, deshalb begann die Lektion nicht. Warten Sie darauf, oder brechen Sie das ab, und wählen Sie die Lektion dann noch einmal.',
    whatIf: {
      notReady:
        'Modell, Rechenwerk oder Ziffern sind noch nicht bereit; versuchen Sie es gleich noch einmal.',
      noLicences:
        'Das benutzte Modell hat noch keine gültigen Lizenzen: Erzeugen Sie zuerst welche unter „Lizenzen“.',
    },
  },
  licences: {
    user: 'Nutzer {user}',
    notChanged: 'Das Register wurde nicht geändert.',
    replaced: 'Das Modell „{name}“ wurde inzwischen ersetzt; seine Lizenzen wurden nicht ausgestellt.',
    missed:
      '{missed} von {count, plural, one {# Lizenz} other {# Lizenzen}} haben ihre Konfidenz nicht innerhalb von ε = {epsilon} erreicht und wurden nicht ausgestellt. Versuchen Sie es noch einmal: Ein anderes Bild wird gezogen.',
    noLongerAgreed:
      '{count, plural, one {# Lizenz wurde nicht ausgestellt: Ihre Konfidenz gehört} other {# Lizenzen wurden nicht ausgestellt: Ihre Konfidenzen gehören}} inzwischen nicht mehr zu C_fp.',
    leftRevoked:
      '{count, plural, one {# widerrufene Lizenz blieb, wie sie ist} other {# widerrufene Lizenzen blieben, wie sie sind}}.',
    issuedMeanwhile:
      '{count, plural, one {# Lizenz wurde inzwischen anderswo ausgestellt und bleibt, wie sie dort ist} other {# Lizenzen wurden inzwischen anderswo ausgestellt und bleiben, wie sie dort sind}}.',
    searchRuns:
      'Nach Lizenzen wird gerade gesucht: Brechen Sie das ab, oder warten Sie darauf, bevor ein anderes Register an die Stelle von diesem tritt.',
  },
  robustness: {
    elsewhere:
      'Dieses Modell wird in einem anderen Tab dieser Seite feinabgestimmt; warten Sie darauf, oder brechen Sie es dort ab.',
  },
  session: {
    goesOn: '{work} geht von selbst weiter: Was fertig war, bleibt; was im Gange war, wird neu berechnet.',
    work: {
      licences: 'Die Suche nach Lizenzen',
      pruning: 'Das Beschneiden',
      fineTuning: 'Die Feinabstimmung',
      whatIf: 'Die Frage',
      usage: 'Abbildung 2',
      experiments: 'Der Lauf der Experimente',
    },
    lost: '{what, select, worker {Der Rechen-Worker wurde beendet} other {Das Rechengerät ging verloren}} ({reason}). Es wird neu geöffnet. Modelle, Lizenzen und der letzte Zwischenstand eines Trainings sind gesichert.',
    again:
      'Gerechnet wird weiter mit {backend, select, webgpu {WebGPU} wasm {WebAssembly} other {reinem JavaScript}} ({adapter}).',
    notOpened: 'Das Rechenwerk ließ sich nicht öffnen.',
    noDigits: 'Die Ziffern wurden nicht geladen.',
    nothingDropped:
      'Was abgelegt wurde, enthält keine Datei: Es ist ein leerer Ordner. Nichts wurde gelesen.',
    noBundledModel: 'Das mitgelieferte Modell ließ sich nicht lesen ({reason}).',
    bundledUnread:
      'Was ein früherer Besuch zum mitgelieferten Modell aufbewahrt hat, ließ sich nicht lesen, auch nicht, welche seiner Lizenzen widerrufen sind: Das Modell ist da, wie es mitgeliefert wird, und keine seiner Lizenzen wird eingelassen. Sobald es sich lesen lässt, gelten sie wieder, samt ihren Widerrufen.',
  },
  storage: {
    refused:
      'Dieser Browser lässt die Seite nichts aufbewahren ({reason}). Alles funktioniert, doch nach einem Neuladen beginnt sie von vorn, und widerrufene Lizenzen gelten wieder: Exportieren Sie Modell, Schlüssel und Lizenzen, die Sie behalten möchten.',
    future:
      'Eine neuere Version dieser Seite war schon hier, und diese kann nicht lesen, was jene aufbewahrt hat: Nichts davon wird angerührt, und jetzt wird nichts aufbewahrt. Laden Sie die Seite neu, um die neuere zu erhalten, oder exportieren Sie Modell, Schlüssel und Lizenzen, die Sie behalten möchten.',
    olderTab:
      'Eine ältere Version dieser Seite ist in einem anderen Tab offen und hält das Aufbewahrte fest; schließen Sie sie und laden Sie neu. Bis dahin funktioniert alles, doch nichts Neues wird aufbewahrt.',
    newerTab:
      'Eine neuere Version dieser Seite ist in einem anderen Tab offen; laden Sie diese neu, sie bewahrt nichts mehr auf. Exportieren Sie Modell, Schlüssel und Lizenzen, die Sie behalten möchten.',
    gaveUpCells:
      'Der Speicher des Browsers ist voll. Um Platz für ein Modell und seine Lizenzen zu schaffen, wurden die gesicherten fertigen Teile von Experimenten aufgegeben: Nach einem Neuladen werden sie neu berechnet.',
    gaveUpTraining:
      'Der Speicher des Browsers ist voll. Um Platz für ein Modell und seine Lizenzen zu schaffen, wurde der letzte Zwischenstand eines unfertigen Trainings aufgegeben, das in keinem offenen Tab läuft: Es lässt sich nicht mehr fortsetzen.',
    fullModel:
      'Der Speicher des Browsers ist voll: Die letzte Änderung an einem Modell oder seinen Lizenzen ist nicht gesichert und geht bei einem Neuladen verloren. Exportieren Sie jetzt Modell, Schlüssel und Lizenzen, oder schaffen Sie Platz.',
    fullTraining:
      'Der Speicher des Browsers ist voll: Das Training läuft weiter, ginge bei einem Neuladen aber verloren. Modelle und Lizenzen bleiben gesichert, wie sie waren.',
    fullCells:
      'Der Speicher des Browsers ist voll: Die Zahlen der Experimente bleiben auf dieser Seite, gehen bei einem Neuladen aber verloren. Modelle und Lizenzen bleiben gesichert, wie sie waren.',
    fullAttacks:
      'Der Speicher des Browsers ist voll: Was unter Angriffen gemessen wird, bleibt auf dieser Seite, geht bei einem Neuladen aber verloren. Modelle und Lizenzen bleiben gesichert, wie sie waren.',
    fullSettings:
      'Der Speicher des Browsers ist voll: Eine Einstellung (der Seed, das Geheimnis des Eigentümers, welches Modell benutzt wird) ist nicht gesichert, und ein Neuladen kehrt zur früheren zurück. Modelle und Lizenzen bleiben gesichert, wie sie waren.',
    full: 'Der Speicher des Browsers ist voll: {things}. Nichts davon ist gesichert, und bei einem Neuladen geht es verloren. {model, select, true {Exportieren Sie jetzt Modell, Schlüssel und Lizenzen, oder schaffen Sie Platz.} other {Modelle und Lizenzen sind gesichert.}}',
    lost: {
      'full-model': 'die letzte Änderung an einem Modell oder seinen Lizenzen',
      'full-training': 'das Training im Gange',
      'full-cells': 'die Zahlen der Experimente',
      'full-attacks': 'was unter Angriffen gemessen wird',
      'full-settings':
        'eine Einstellung (der Seed, das Geheimnis des Eigentümers, welches Modell benutzt wird)',
      'gave-up-cells': 'fertige Teile von Experimenten, aufgegeben für ein Modell',
      'gave-up-training': 'der letzte Zwischenstand eines unfertigen Trainings, aufgegeben für ein Modell',
    },
    modelNotKept:
      'Die letzte Änderung an einem Modell oder seinen Lizenzen ist nicht gesichert und geht bei einem Neuladen verloren: Eine jetzt widerrufene Lizenz würde wieder eingelassen. Exportieren Sie jetzt Modell, Schlüssel und Lizenzen.',
    unreadable:
      'Einiges, was ein früherer Besuch aufbewahrt hat, ließ sich nicht lesen: {things}. Die Seite arbeitet ohne es weiter. {left, select, true {Es bleibt, wo es ist, und jeder Besuch versucht es neu.} other {Ein Modell wird beiseitegelegt und bei jedem Besuch neu versucht, das Übrige ist entfernt.}}',
    thing: {
      aside: 'früher beiseitegelegte Modelle',
      attacks: 'was unter Angriffen gemessen wurde',
      model: 'das Modell „{name}“',
      training: 'ein Training im Gange',
      cells: 'fertige Teile von Experimenten',
      currentId: 'welches Modell in Gebrauch war',
      seed: 'der Seed',
      secret: 'das Geheimnis des Eigentümers (ein neues wurde gezogen)',
      bundledRemoved: 'ob das mitgelieferte Modell aus dem Regal genommen war',
    },
    replacedElsewhere:
      'Das Modell „{name}“ wurde in einem anderen Tab dieser Seite ersetzt; auch hier ist es nun das neue.',
    renumbered:
      'Es gibt schon ein anderes Modell „{name}“, aus einem anderen Tab dieser Seite oder von einem früheren Besuch. Das aus diesem Tab ist daneben als „{now}“ gesichert.',
  },
  shelf: {
    otherModel:
      'Während die Datei gelesen wurde, kam ein anderes Modell in Gebrauch; sie wurde nicht übernommen. Wählen Sie das Modell „{name}“ und bringen Sie sie noch einmal.',
    model: {
      wm1: 'markiert mit wm₁',
      wm2: 'markiert mit wm₂',
      custom: 'markiert mit eigenen Ziffern',
      none: 'unmarkierter Zwilling',
      bundled: 'mitgeliefertes Modell, wm₁',
      imported: 'aus einer Datei',
      numbered: '{name}, Nr. {number}',
    },
    noModel: 'Es gibt noch kein Modell: Trainieren Sie eines, oder laden Sie eines aus seinen Dateien.',
    keyRead:
      '{verified, select, true {Alle {count} Ziffern dieses Schlüssels stehen im Modell „{name}“: Das Eigentum ist bestätigt.} other {{found} von {count} Ziffern dieses Schlüssels stehen im Modell „{name}“: Das Eigentum ist nicht bestätigt.}}',
    layersLeftOut:
      'Die Datei hat {count, plural, one {eine Schicht} other {# Schichten}} hinter den Antworten des Modells ({layers}), so wie eine Kontrollschicht. Übernommen wurde das bloße Modell: Hier hängt das Tor eine eigene Kontrollschicht an, aus dem Register.',
  },
  training: {
    waitForDigits: 'Die Ziffern werden noch geladen; das Training kann beginnen, wenn sie da sind.',
    otherDigits:
      'Dieses Training begann auf anderen Ziffern, als jetzt geladen sind, und läuft nur auf seinen eigenen weiter. Laden Sie die Seite neu, um jene zu laden, oder verwerfen Sie das Training.',
    goesOn:
      'Das Training läuft von selbst weiter, vom letzten Zwischenstand aus: {epoch, plural, one {# Epoche} other {# Epochen}} und {step, plural, one {# Schritt} other {# Schritte}} sind getan.',
    kept: '{reason} Der Lauf ist bei seinem letzten Zwischenstand gesichert: „Fortsetzen“ macht dort weiter.',
    elsewhere:
      'In einem anderen Tab dieser Seite läuft ein Training. Jeder Tab sichert sein eigenes: Keiner überschreibt Zwischenstände oder Modelle des anderen.',
    noRow:
      'Für diese Seite sind schon vier Trainings gesichert; dieses wird erst gesichert, wenn es fertig ist. Beenden oder verwerfen Sie ein anderes, um Platz zu schaffen.',
    settingsStay:
      'Der laufende Durchgang behält seine Einstellungen; beenden oder verwerfen Sie ihn, um sie zu ändern.',
    linkWaits:
      'Der Link gibt ein Training vor, doch eines von einem früheren Besuch ist hier noch angehalten und bleibt, wie es war. Setzen Sie es fort, oder verwerfen Sie es: Dann wird eingestellt, was der Link vorgibt.',
    notStarted: 'Das Training ließ sich nicht beginnen.',
  },
};
