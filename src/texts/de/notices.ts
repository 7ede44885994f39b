import type { Messages, Translated } from '../messages';

export const notices: Translated<Messages['notices']> = {
  paper: {
    recordedNotRead: 'Der mit der Seite aufgezeichnete Lauf konnte nicht gelesen werden: {reason}',
    stopped: '{reason} Was fertig war, bleibt erhalten.',
    whatIf: {
      notReady:
        'Modell, Rechenwerk oder Ziffern sind noch nicht bereit; versuchen Sie es gleich noch einmal.',
      noLicences:
        'Das benutzte Modell hat noch keine gültigen Lizenzen: Erzeugen Sie zuerst welche unter „Lizenzen“.',
    },
  },
};
