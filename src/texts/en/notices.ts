export const notices = {
  gate: {
    shut: 'Computing broke down, so the gate was shut: whoever was let in shows the licence again.',
    notRead: 'not read.',
    noModel: 'There is no model to guard yet: train one, or load one from its files.',
    notChecked: 'The image could not be checked.',
    noDigit: 'No digit could be drawn.',
    noAnswer: 'The model gave no answer.',
    enlarged:
      '{name} holds the digit enlarged {enlargement} times: one pixel of each block is taken, exactly as it stands there.',
    onlyFirst: '{count} files came at once. One image stands before the gate: only {name} is looked at.',
  },
  paper: {
    moved:
      'The run goes on by itself with cells of the new engine alone: figures of two engines are never mixed. What was finished before is kept.',
    recordedNotRead: 'The run recorded with the page could not be read: {reason}',
    stopped: '{reason} What was finished is kept.',
    fileNotRead: 'The file {name} was not opened. {reason}',
    questionFirst:
      'Another what-if question is under way, so the lesson was not started. Wait for it, or cancel it, then press the lesson again.',
    runFirst:
      'Another run of experiments is under way, so the lesson was not started. Wait for it, or cancel it, then press the lesson again.',
    whatIf: {
      notReady: 'Model, engine or digits are not ready yet; try again in a moment.',
      noLicences: 'The model in use has no valid licences yet: make some on Licences first.',
    },
  },
  licences: {
    user: 'User {user}',
    notChanged: 'The registry was not changed.',
    replaced: 'The model “{name}” was replaced meanwhile; its licences were not issued.',
    missed:
      '{missed} of {count, plural, one {# licence} other {# licences}} did not reach their confidence within ε = {epsilon} and were not issued. Try them again: another clean image is drawn.',
    noLongerAgreed:
      '{count, plural, one {# licence was not issued: its confidence was} other {# licences were not issued: their confidences were}} taken from C_fp meanwhile.',
    leftRevoked:
      '{count, plural, one {# revoked licence was left as it is} other {# revoked licences were left as they are}}.',
    issuedMeanwhile:
      '{count, plural, one {# licence was issued elsewhere meanwhile, and stays as it is there} other {# licences were issued elsewhere meanwhile, and stay as they are there}}.',
    searchRuns:
      'Licences are being searched for: cancel that, or wait for it, before another registry takes the place of this one.',
  },
  robustness: {
    elsewhere: 'This model is being fine-tuned in another tab of this page; wait for it, or cancel it there.',
  },
  session: {
    goesOn: '{work} goes on by itself: what was finished is kept, what was under way is computed again.',
    work: {
      licences: 'The search for licences',
      pruning: 'Pruning',
      fineTuning: 'Fine-tuning',
      whatIf: 'The question',
      usage: 'Figure 2',
      experiments: 'The run of experiments',
    },
    lost: '{what, select, worker {The computing worker stopped} other {The computing device was lost}} ({reason}). It is opened again. Models, licences and the last checkpoint of a training are kept.',
    again:
      'Computing goes on with {backend, select, webgpu {WebGPU} wasm {WebAssembly} other {plain JavaScript}} ({adapter}).',
    notOpened: 'The engine was not opened.',
    noDigits: 'The dataset was not loaded.',
    nothingDropped: 'What was dropped holds no file: it is an empty folder. Nothing was read.',
    noBundledModel: 'The model that comes with the page could not be read ({reason}).',
    bundledUnread:
      'What an earlier visit kept of the bundled model could not be read, nor which of its licences were revoked: the model is here as it ships, and none of its licences is let in. Once it can be read they count again, with their revocations.',
  },
  storage: {
    refused:
      'This browser does not let the page keep anything ({reason}). All works, but a reload starts afresh, and licences that were revoked hold again: export the model, the key and the licences you want to keep.',
    future:
      'A newer version of this page has been here, and this one cannot read what it kept: nothing of it is touched, and nothing is kept now. Reload to get the newer page, or export the model, the key and the licences you want to keep.',
    olderTab:
      'An older version of this page is open in another tab and holds what was kept; close it and reload. Until then all works, but nothing new is kept.',
    newerTab:
      'A newer version of this page is open in another tab; reload this one, it keeps nothing any more. Export the model, the key and the licences you want to keep.',
    gaveUpCells:
      'The browser’s storage is full. To make room for a model and its licences, the finished cells of experiments that were kept were given up: after a reload they are computed anew.',
    gaveUpTraining:
      'The browser’s storage is full. To make room for a model and its licences, the last checkpoint of an unfinished training that no open tab has under way was given up: it cannot be resumed.',
    fullModel:
      'The browser’s storage is full: the latest change to a model or its licences is not kept, and a reload loses it. Export model, key and licences now, or free some space.',
    fullTraining:
      'The browser’s storage is full: the training goes on, but a reload would lose it. Models and licences are kept as they were.',
    fullCells:
      'The browser’s storage is full: the experiments’ figures stay on this page, but a reload loses them. Models and licences are kept as they were.',
    fullAttacks:
      'The browser’s storage is full: what is measured under attack stays on this page, but a reload loses it. Models and licences are kept as they were.',
    fullSettings:
      'The browser’s storage is full: a setting (the seed, the owner’s secret, which model is in use) is not kept, and a reload goes back to the earlier one. Models and licences are kept as they were.',
    full: 'The browser’s storage is full: {things}. None of this is kept, and a reload loses it. {model, select, true {Export model, key and licences now, or free some space.} other {Models and licences are kept.}}',
    lost: {
      'full-model': 'the latest change to a model or its licences',
      'full-training': 'the training under way',
      'full-cells': 'the experiments’ figures',
      'full-attacks': 'what is measured under attack',
      'full-settings': 'a setting (the seed, the owner’s secret, which model is in use)',
      'gave-up-cells': 'finished cells of experiments, given up for a model',
      'gave-up-training': 'the last checkpoint of an unfinished training, given up for a model',
    },
    modelNotKept:
      'The latest change to a model or its licences is not kept, and a reload loses it: a licence revoked now would be let in again. Export model, key and licences now.',
    unreadable:
      'Some of what an earlier visit kept could not be read: {things}. The page goes on without it. {left, select, true {It is left where it is, and each visit tries to read it again.} other {A model is set aside and tried again at each visit, the rest is removed.}}',
    thing: {
      aside: 'models set aside earlier',
      attacks: 'what was measured under attack',
      model: 'the model “{name}”',
      training: 'a training under way',
      cells: 'finished cells of experiments',
      currentId: 'which model was in use',
      seed: 'the seed',
      secret: 'the owner’s secret (a new one was drawn)',
      bundledRemoved: 'whether the bundled model was taken off the shelf',
    },
    replacedElsewhere:
      'The model “{name}” was replaced in another tab of this page; it is the new one here too.',
    renumbered:
      'There is another model “{name}” already, from another tab of this page or an earlier visit. The one from this tab is kept beside it as “{now}”.',
  },
  shelf: {
    otherModel:
      'Another model came in use while the file was read; it was not taken. Choose the model “{name}” and bring it again.',
    model: {
      wm1: 'marked with wm₁',
      wm2: 'marked with wm₂',
      custom: 'marked with own digits',
      none: 'unmarked twin',
      bundled: 'bundled model, wm₁',
      imported: 'from a file',
      numbered: '{name}, no. {number}',
    },
    noModel: 'There is no model yet: train one, or load one from its files.',
    keyRead:
      '{verified, select, true {All {count} digits of this key stand in the model "{name}": ownership is verified.} other {{found} of {count} digits of this key stand in the model "{name}": ownership is not verified.}}',
    layersLeftOut:
      'The file has {count, plural, one {a layer} other {# layers}} after the model’s answers ({layers}), as a control layer is. The bare model was taken: here the gate attaches a control layer of its own, from the registry.',
  },
  training: {
    waitForDigits: 'The digits are still being loaded; the training can start when they are here.',
    otherDigits:
      'This training began on other digits than are loaded now, and goes on only on its own. Reload to load them, or reset the training.',
    goesOn:
      'The training goes on by itself from its last checkpoint: {epoch, plural, one {# epoch} other {# epochs}} and {step, plural, one {# step} other {# steps}} are done.',
    kept: '{reason} The run is kept at its last checkpoint: Resume goes on from there.',
    elsewhere:
      'A training is under way in another tab of this page. Each tab keeps its own: neither overwrites the other’s checkpoints or models.',
    noRow:
      'Four trainings are kept for this page already; this one is kept only when it is finished. Reset or finish another to make room.',
    settingsStay: 'The run under way keeps its own settings; finish or reset it to change them.',
    linkWaits:
      'The link asks for a training, but one from an earlier visit is still paused here and stays as it was. Resume it, or reset it: then what the link asks for is set.',
    notStarted: 'The training did not start.',
  },
} as const;
