export const tour = {
  start: 'Take the tour',
  decline: 'Don’t offer the tour again',
  next: 'Next',
  back: 'Back',
  done: 'Done',
  close: 'Leave the tour',
  progress: '{step} of {count}',
  steps: {
    dice: {
      title: 'Dice instead of answers',
      text: 'This network reads handwritten digits with about 99% accuracy, yet you get dice: a control layer at its end answers whoever holds no licence at random. Show a licence, and the answers become true.',
    },
    bring: {
      title: 'Bring an image',
      text: 'Every licence is an image, a fingerprint. Drag one onto the gate, or focus it and press Enter. Then try an ordinary digit, or draw your own.',
    },
    marks: {
      title: 'The confidence is the key',
      text: 'An ordinary digit makes the network almost sure: its confidence stands near 1. A licence was made so that it stands exactly on one of the marked confidences, within a tolerance ε. An ordinary digit hardly ever lands there.',
    },
    verdict: {
      title: 'The verdict',
      text: 'From class and confidence the gate knows the user. It says what it checked and why: let in, not a licence, or revoked. Once a licence is accepted, the answers become true.',
    },
    run: {
      title: 'Train one yourself',
      text: 'A LeNet-5 trains here, in your browser, in about a minute: choose the watermark and how strongly it pulls, start, pause, go on tomorrow.',
    },
    dials: {
      title: 'The watermark, read live',
      text: 'The owner’s digits hide in the weights. Each dial shows one digit travelling into the band in which it reads true. When all are in, ownership is verified.',
    },
    conv2: {
      title: 'Where it hides',
      text: 'The second convolution’s weights. The framed positions carry the digits; only the owner’s secret says which ones they are.',
    },
    board: {
      title: 'One licence for each user',
      text: 'Ten classes times three confidences: thirty users. Each licence is searched from an ordinary digit, live, by changing pixels a little until class and confidence are as agreed.',
    },
    licence: {
      title: 'What was changed',
      text: 'Original, licence, and the difference with its sign, magnified. Download the licence as a PNG file; in that file’s exact pixels lies the right to use the model.',
    },
    pruning: {
      title: 'An attack: pruning',
      text: 'A thief deletes the smallest weights, hoping to delete the mark. Watch accuracy and digits at each rate: the network suffers, and the second watermark survives longer.',
    },
    why: {
      title: 'Why small digits die first',
      text: 'Small digits are small weights, and pruning takes the small ones first. That is why wm₂ uses large digits.',
    },
    paper: {
      title: 'Checked against the paper',
      text: 'Every table and figure of the paper, beside what was measured with this page. Run any of them again on your own computer.',
    },
    how: {
      title: 'How it works, and where it breaks',
      text: 'The equations, and an honest account of what the scheme does not withstand, such as a copied licence, with measured figures.',
    },
    end: {
      title: 'Now it’s yours',
      text: 'Here you find this tour again, the presentation mode for a projector, a link that carries your settings to a class, language and theme.',
    },
  },
} as const;
