import type { Messages, Translated } from '../messages';

export const tour: Translated<Messages['tour']> = {
  start: 'Rundgang',
  decline: 'Den Rundgang nicht mehr anbieten',
  next: 'Weiter',
  back: 'Zurück',
  done: 'Fertig',
  close: 'Rundgang verlassen',
  progress: '{step} von {count}',
  steps: {
    dice: {
      title: 'Würfel statt Antworten',
      text: 'Dieses Netz liest handgeschriebene Ziffern mit etwa 99% Genauigkeit, und doch bekommen Sie nur Gewürfeltes: Eine Kontrollschicht an seinem Ende antwortet jedem ohne Lizenz zufällig. Zeigen Sie eine Lizenz, und die Antworten werden wahr.',
    },
    bring: {
      title: 'Bringen Sie ein Bild',
      text: 'Jede Lizenz ist ein Bild, ein Fingerabdruck. Ziehen Sie eines auf das Tor, oder wählen Sie es aus und drücken Sie die Eingabetaste. Versuchen Sie dann eine gewöhnliche Ziffer, oder zeichnen Sie selbst eine.',
    },
    marks: {
      title: 'Die Konfidenz ist der Schlüssel',
      text: 'Bei einer gewöhnlichen Ziffer ist sich das Netz fast sicher: Die Konfidenz liegt nahe 1. Eine Lizenz ist so gemacht, dass sie genau auf einer der markierten Konfidenzen liegt, bis auf eine Toleranz ε. Eine gewöhnliche Ziffer gerät kaum je dorthin.',
    },
    verdict: {
      title: 'Das Urteil',
      text: 'Aus Klasse und Konfidenz erkennt das Tor, wer davorsteht. Es sagt, was es geprüft hat und warum: eingelassen, keine Lizenz oder widerrufen. Ist eine Lizenz angenommen, werden die Antworten wahr.',
    },
    run: {
      title: 'Trainieren Sie selbst eines',
      text: 'Ein LeNet-5 trainiert hier, in Ihrem Browser, in etwa einer Minute: Wählen Sie das Wasserzeichen und wie stark es zieht; starten, anhalten, morgen fortsetzen.',
    },
    dials: {
      title: 'Das Wasserzeichen, live gelesen',
      text: 'Die Ziffern des Eigentümers stecken in den Gewichten. Jede Skala zeigt eine Ziffer auf dem Weg in das Band, in dem sie richtig gelesen wird. Sind alle darin, ist das Eigentum bestätigt.',
    },
    conv2: {
      title: 'Wo es sich verbirgt',
      text: 'Die Gewichte der zweiten Faltungsschicht. Die umrahmten Stellen tragen die Ziffern; welche es sind, sagt nur das Geheimnis des Eigentümers.',
    },
    board: {
      title: 'Eine Lizenz für jeden Nutzer',
      text: 'Zehn Klassen mal drei Konfidenzen: dreißig Nutzer. Jede Lizenz wird live aus einer gewöhnlichen Ziffer gesucht, indem sich Pixel ein wenig ändern, bis Klasse und Konfidenz wie vereinbart sind.',
    },
    licence: {
      title: 'Was verändert wurde',
      text: 'Original, Lizenz und die Differenz mit Vorzeichen, verstärkt. Laden Sie die Lizenz als PNG-Datei herunter; in deren genauen Pixeln liegt das Recht, das Modell zu nutzen.',
    },
    pruning: {
      title: 'Ein Angriff: Beschneiden',
      text: 'Ein Dieb löscht die kleinsten Gewichte und hofft, das Wasserzeichen mitzulöschen. Sehen Sie Genauigkeit und Ziffern bei jeder Rate: Das Netz leidet, und das zweite Wasserzeichen überlebt länger.',
    },
    why: {
      title: 'Warum kleine Ziffern zuerst sterben',
      text: 'Kleine Ziffern sind kleine Gewichte, und Beschneiden nimmt die kleinen zuerst. Darum verwendet wm₂ große Ziffern.',
    },
    paper: {
      title: 'An der Arbeit gemessen',
      text: 'Jede Tabelle und Abbildung der Arbeit neben dem, was mit dieser Seite gemessen wurde. Lassen Sie jede davon auf Ihrem eigenen Rechner noch einmal laufen.',
    },
    how: {
      title: 'Wie es funktioniert, und wo es bricht',
      text: 'Die Gleichungen, und eine ehrliche Aufstellung dessen, was das Verfahren nicht aushält, etwa eine kopierte Lizenz, mit gemessenen Zahlen.',
    },
    end: {
      title: 'Jetzt sind Sie dran',
      text: 'Hier finden Sie diesen Rundgang wieder, den Präsentationsmodus für den Beamer, einen Link, der Ihre Einstellungen an eine Klasse weitergibt, Sprache und Farbschema.',
    },
  },
};
