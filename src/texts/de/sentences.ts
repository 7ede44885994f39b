/**
 * The sentences of the compute layers in German, by their English template (`core/sentence.ts`). `catalogues.test.ts` holds every
 * template in the source to an entry here, with the same `{names}`.
 */
export const sentences: Readonly<Record<string, string>> = {
  'The pruning rate is {rate}; it must lie between 0 and 1.':
    'Die Beschneidungsrate ist {rate}; sie muss zwischen 0 und 1 liegen.',
  "Weights can't have {bits} bits; choose 2 to 16.":
    'Gewichte können nicht {bits} Bit haben; wählen Sie 2 bis 16.',
  'This network has no dense layer to be retrained.':
    'Dieses Netz hat keine Dense-Schicht, die neu trainiert werden könnte.',
  'The strength is {strength}; it must be 0 or above.':
    'Die Stärke ist {strength}; sie muss 0 oder größer sein.',
  '{source} has no {name} (HTTP {status}).': 'Auf {source} gibt es kein {name} (HTTP {status}).',
  '{source} sent more than the {limit} bytes {name} can have.':
    'Von {source} kamen mehr als die {limit} Bytes, die {name} haben kann.',
  '{source} broke off after {length} bytes of {name}.':
    'Die Übertragung von {source} brach nach {length} Bytes von {name} ab.',
  '{source} could not be reached for {name}.': 'Auf {source} war {name} nicht zu erreichen.',
  '{name} unpacks to more than the {limit} bytes it should have.':
    '{name} wird entpackt größer als die {limit} Bytes, die es haben sollte.',
  '{name} is a broken gzip file: it cannot be unpacked.':
    '{name} ist eine beschädigte gzip-Datei und lässt sich nicht entpacken.',
  '{name} has {bytes} bytes, too few for the header of an IDX file.':
    '{name} hat {bytes} Bytes, zu wenige für den Kopf einer IDX-Datei.',
  '{name} begins with {magic}; an IDX file of bytes with {rank} dimensions begins with 00 00 08 0{rank}.':
    '{name} beginnt mit {magic}; eine IDX-Datei aus Bytes mit {rank} Dimensionen beginnt mit 00 00 08 0{rank}.',
  '{name} says it holds {dimensions} = {expected} bytes, and holds {found}.':
    '{name} gibt {dimensions} = {expected} Bytes an und enthält {found}.',
  'This is no {what}: it has {length} characters, more than {limit}.':
    'Diese Datei taugt nicht als {what}: Sie hat {length} Zeichen, mehr als {limit}.',
  'This is no {what}: it is nested more than {limit} deep.':
    'Diese Datei taugt nicht als {what}: Sie ist mehr als {limit} Ebenen tief verschachtelt.',
  'This is no {what}: it has more than {limit} values.':
    'Diese Datei taugt nicht als {what}: Sie hat mehr als {limit} Werte.',
  'This is no {what}: it has an object of more than {limit} fields.':
    'Diese Datei taugt nicht als {what}: Sie hat ein Objekt mit mehr als {limit} Feldern.',
  'This is no {what}: the text is not JSON.': 'Diese Datei taugt nicht als {what}: Der Text ist kein JSON.',
  'This is no {what}: it has a field "{field}".':
    'Diese Datei taugt nicht als {what}: Sie hat ein Feld „{field}“.',
  'This is no {what}: the field "version" is missing.':
    'Diese Datei taugt nicht als {what}: Das Feld „version“ fehlt.',
  'This results file holds no experiment.': 'Diese Ergebnisdatei enthält kein Experiment.',
  'This {what} has version {found}; only version {version} is understood. Export it again with this program.':
    'Diese Datei ({what}) hat die Version {found}; verstanden wird nur Version {version}. Exportieren Sie sie neu mit diesem Programm.',
  "This {what} can't be used: {issue}.": 'Diese Datei ({what}) ist nicht zu gebrauchen: {issue}.',
  'This {what} can\'t be used: field "{field}": {issue}.':
    'Diese Datei ({what}) ist nicht zu gebrauchen: Feld „{field}“: {issue}.',
  'This PNG is cut off or damaged: {why}.': 'Dieses PNG ist abgeschnitten oder beschädigt: {why}.',
  '{what} has {length} entries; {expected} were expected.':
    '{what} hat {length} Einträge; erwartet waren {expected}.',
  'The file has {bytes} bytes, more than the {limit} it can have here.':
    'Die Datei hat {bytes} Bytes, mehr als die {limit}, die sie hier haben darf.',
  'It cannot be read: it is a folder, or a file that was moved or changed.':
    'Sie ist nicht zu lesen: Es ist ein Ordner oder eine Datei, die verschoben oder geändert wurde.',
  'a PNG image': 'ein PNG-Bild',
  'a JPEG image': 'ein JPEG-Bild',
  'a GIF image': 'ein GIF-Bild',
  'a WebP image': 'ein WebP-Bild',
  'an AVIF image': 'ein AVIF-Bild',
  'a HEIC image': 'ein HEIC-Bild',
  'a program': 'ein Programm',
  'a BMP image': 'ein BMP-Bild',
  'a TIFF image': 'ein TIFF-Bild',
  'a PDF': 'ein PDF',
  'a ZIP archive': 'ein ZIP-Archiv',
  'a gzip file': 'eine gzip-Datei',
  'a file of another kind': 'eine Datei anderer Art',
  'an SVG image or another XML file': 'ein SVG-Bild oder eine andere XML-Datei',
  'a web page': 'eine Webseite',
  'a JSON file': 'eine JSON-Datei',
  'a text file': 'eine Textdatei',
  'The file is empty.': 'Die Datei ist leer.',
  'This is {kind}; a digit is a PNG file of {width}×{height} grey pixels.':
    'Das ist {kind}; eine Ziffer ist eine PNG-Datei aus {width}×{height} grauen Pixeln.',
  "The file has {bytes} bytes; a digit's PNG has at most {limit}.":
    'Die Datei hat {bytes} Bytes; das PNG einer Ziffer hat höchstens {limit}.',
  'This image is {foundWidth}×{foundHeight}; a digit is {width}×{height}. It is not resized, since that would change its pixels.':
    'Dieses Bild ist {foundWidth}×{foundHeight} groß; eine Ziffer ist {width}×{height}. Es wird nicht skaliert, denn das würde seine Pixel ändern.',
  'This image is {foundWidth}×{foundHeight}; a digit of {width}×{height} is read up to {limit} times enlarged, so that none keeps the page waiting.':
    'Dieses Bild ist {foundWidth}×{foundHeight} groß; eine Ziffer von {width}×{height} wird bis zu {limit}-fach vergrößert gelesen, damit keine die Seite warten lässt.',
  'This PNG is animated; a digit is one still image.':
    'Dieses PNG ist animiert; eine Ziffer ist ein einzelnes, stehendes Bild.',
  'This image is {foundWidth}×{foundHeight} and no exact enlargement of a digit of {width}×{height}: the pixels of its blocks differ. It is not resized, since that would change its pixels.':
    'Dieses Bild ist {foundWidth}×{foundHeight} groß und keine exakte Vergrößerung einer Ziffer von {width}×{height}: Die Pixel seiner Blöcke unterscheiden sich. Es wird nicht skaliert, denn das würde seine Pixel ändern.',
  'it has more parts than any digit needs': 'es hat mehr Teile, als eine Ziffer braucht',
  'it stops before its end': 'es hört vor seinem Ende auf',
  'its header speaks of colour type {colourType} with {depth} bits, which no PNG has':
    'sein Kopf spricht von Farbtyp {colourType} mit {depth} Bit, den kein PNG hat',
  'its header speaks of a way of packing that no PNG has':
    'sein Kopf spricht von einer Art zu packen, die kein PNG hat',
  'its header is missing': 'sein Kopf fehlt',
  'it has two headers': 'es hat zwei Köpfe',
  'it holds a part that no PNG has': 'es enthält einen Teil, den kein PNG hat',
  'the checksum of its part {type} is wrong': 'die Prüfsumme seines Teils {type} ist falsch',
  'it has its part {type} twice': 'es hat seinen Teil {type} zweimal',
  'it has no pixels': 'es hat keine Pixel',
  'its pixels lie in two places': 'seine Pixel liegen an zwei Stellen',
  'This PNG has pixels of 16 bits that lie between the 256 grey levels of a digit; they are not rounded.':
    'Dieses PNG hat 16-Bit-Pixel, die zwischen den 256 Graustufen einer Ziffer liegen; sie werden nicht gerundet.',
  'its palette is missing': 'seine Palette fehlt',
  'a pixel has a colour that its palette lacks': 'ein Pixel hat eine Farbe, die seiner Palette fehlt',
  'its transparent colour is incomplete': 'seine transparente Farbe ist unvollständig',
  'This PNG has transparent pixels; a digit has none.':
    'Dieses PNG hat transparente Pixel; eine Ziffer hat keine.',
  'This PNG has coloured pixels; a digit is grey.': 'Dieses PNG hat farbige Pixel; eine Ziffer ist grau.',
  'it unpacks to more pixels than it has': 'es wird beim Entpacken zu mehr Pixeln, als es hat',
  'its pixels cannot be unpacked': 'seine Pixel lassen sich nicht entpacken',
  'pixels are missing': 'es fehlen Pixel',
  'the checksum of its pixels is wrong': 'die Prüfsumme seiner Pixel ist falsch',
  'a row of its pixels has a filter that no PNG has':
    'eine Zeile seiner Pixel hat einen Filter, den kein PNG hat',
  'this page': 'dieser Seite',
  'The built-in synthetic digits stand in; no figure of theirs is shown beside the paper. A reload tries again, and loses nothing.':
    'Die eingebauten synthetischen Ziffern springen ein; keine ihrer Zahlen steht neben denen der Arbeit. Ein Neuladen versucht es noch einmal, und nichts geht dabei verloren.',
  '{source} has no {name}.gz: it answers with something else.':
    'Auf {source} gibt es kein {name}.gz: Als Antwort kam etwas anderes.',
  '{name} from {source}': '{name} von {source}',
  "{where} is not MNIST's: it has {bytes} bytes instead of {size}.":
    '{where} ist nicht von MNIST: Es hat {bytes} Bytes statt {size}.',
  "{where} is damaged or not MNIST's: its SHA-256 is {hash}…, expected {expected}….":
    '{where} ist beschädigt oder nicht von MNIST: Der SHA-256 ist {hash}…, erwartet war {expected}….',
  '{name} has {count} images and {labels} labels.': '{name} hat {count} Bilder und {labels} Labels.',
  '{name} labels hold {wrong}; a digit is 0 to {last}.':
    'Die Labels von {name} enthalten {wrong}; eine Ziffer ist 0 bis {last}.',
  'a text': 'ein Text',
  'a number': 'eine Zahl',
  'a whole number': 'eine ganze Zahl',
  'true or false': 'true oder false',
  'a list': 'eine Liste',
  'an object': 'ein Objekt',
  'it has another form than it must have': 'es hat eine andere Form als nötig',
  'it is missing': 'es fehlt',
  'it must be {expected}': 'nötig ist {expected}',
  'it must have at least {minimum} entries': 'nötig sind mindestens {minimum} Einträge',
  'it must be at least {minimum}': 'es muss mindestens {minimum} sein',
  'it must have at most {maximum} entries': 'es darf höchstens {maximum} Einträge haben',
  'it must be at most {maximum}': 'es darf höchstens {maximum} sein',
  'it must be {values}': 'nötig ist {values}',
  'it has an unknown field "{name}"': 'es hat ein unbekanntes Feld „{name}“',
  '{values} pixel values are no whole number of images of {pixels} pixels.':
    '{values} Pixelwerte sind keine ganze Zahl von Bildern mit {pixels} Pixeln.',
  "Label {wrong} is none of the network's {classes} classes, counted from 0.":
    'Label {wrong} gehört zu keiner der {classes} Klassen des Netzes, von 0 gezählt.',
  'There is no image {outside} in a dataset of {count}.':
    'In einem Datensatz von {count} gibt es kein Bild {outside}.',
  'There are no images {from} to {to} in a dataset of {count}.':
    'In einem Datensatz von {count} gibt es keine Bilder {from} bis {to}.',
  'Layer "{layer}" has a kernel of {size} with \'same\' padding; it must be odd.':
    'Schicht „{layer}“ hat einen Kernel von {size} mit Padding „same“; er muss ungerade sein.',
  'Layer "{reader}" reads "{name}", which is no layer that comes before it.':
    'Schicht „{reader}“ liest „{name}“, aber keine Schicht vor ihr heißt so.',
  'Two layers are called "{name}"; each needs a name of its own.':
    'Zwei Schichten heißen „{name}“; jede braucht einen eigenen Namen.',
  'Layer "{name}" adds {input} to {other}; both must be of one shape.':
    'Schicht „{name}“ addiert {input} zu {other}; beide müssen dieselbe Form haben.',
  'Layer "{name}" leaves nothing of its {input} input.':
    'Schicht „{name}“ lässt von ihrer Eingabe {input} nichts übrig.',
  'A network must end in a dense layer without activation (its logits).':
    'Ein Netz muss mit einer Dense-Schicht ohne Aktivierung enden (seinen Logits).',
  'No layer reads what "{layer}" gives.': 'Keine Schicht liest, was „{layer}“ ausgibt.',
  'There is no parameter "{name}"; this network has {names}.':
    'Es gibt keinen Parameter „{name}“; dieses Netz hat {names}.',
  'This browser has no WebAssembly with SIMD, so plain JavaScript computes. The gate answers as always; training, licences and test runs take far longer, a step of training about 70 times as long. Chrome and Edge from 91, Firefox from 89 and Safari from 16.4 on have it, unless a lockdown or strict security mode takes it away.':
    'Dieser Browser hat kein WebAssembly mit SIMD; deshalb rechnet reines JavaScript. Das Tor antwortet wie immer; Training, Lizenzen und Testläufe dauern viel länger, ein Trainingsschritt etwa 70-mal so lange. Chrome und Edge ab 91, Firefox ab 89 und Safari ab 16.4 haben es, wenn nicht ein Blockierungsmodus oder strenge Sicherheitseinstellungen es abschalten.',
  'WebGPU was asked for, and is not to be had: {why} WebAssembly runs instead.':
    'WebGPU wurde verlangt und ist nicht zu haben: {why} Stattdessen läuft WebAssembly.',
  'The WebAssembly kernels could not be started; this needs a browser with WebAssembly SIMD (2021 or later).':
    'Die WebAssembly-Kernel ließen sich nicht starten; dazu braucht es einen Browser mit WebAssembly-SIMD (von 2021 oder neuer).',
  'There is no {path}; run "node scripts/build-kernels.mjs" first.':
    'Es gibt kein {path}; führen Sie zuerst „node scripts/build-kernels.mjs“ aus.',
  'The kernels could not be fetched from {url}. Reload the page to try again.':
    'Die Kernel konnten nicht von {url} geladen werden. Laden Sie die Seite neu, um es noch einmal zu versuchen.',
  'The browser gives no memory for another {megabytes} MB ({used} MB are in use). Close other tabs, or use a smaller dataset.':
    'Der Browser gibt keinen Speicher für weitere {megabytes} MB her ({used} MB sind belegt). Schließen Sie andere Tabs oder nehmen Sie einen kleineren Datensatz.',
  'The {label} needs {size} bytes at once; this GPU gives {limit}. Use a smaller batch.':
    '{label} braucht {size} Bytes auf einmal; diese GPU gibt {limit} her. Nehmen Sie einen kleineren Batch.',
  'The GPU gave no results: {why}': 'Die GPU lieferte keine Ergebnisse: {why}',
  'This browser has no WebGPU, or the page is not served over HTTPS.':
    'Dieser Browser hat kein WebGPU, oder die Seite wird nicht über HTTPS ausgeliefert.',
  'The browser found no adapter for WebGPU.': 'Der Browser fand keinen Adapter für WebGPU.',
  'The only WebGPU adapter, {adapter}, computes on the CPU; WebAssembly is faster.':
    'Der einzige WebGPU-Adapter, {adapter}, rechnet auf der CPU; WebAssembly ist schneller.',
  'The adapter {adapter} gave no device: {why}': 'Der Adapter {adapter} gab kein Gerät her: {why}',
  'The GPU does not take the kernel "{kernel}": {why}': 'Die GPU nimmt den Kernel „{kernel}“ nicht an: {why}',
  'The question “{id}” can’t be put with {setting}; it can be {settings}.':
    'Die Frage „{id}“ lässt sich nicht mit {setting} stellen; möglich sind {settings}.',
  'results file': 'Ergebnisdatei',
  'The computing worker stopped: {reason}': 'Der Rechen-Worker wurde beendet: {reason}',
  'The code of this computation could not be loaded. Reload the page when the network is back.':
    'Der Code dieser Berechnung konnte nicht geladen werden. Laden Sie die Seite neu, sobald das Netz wieder da ist.',
  'No digits are loaded yet; wait for them, or load the built-in ones.':
    'Noch sind keine Ziffern geladen; warten Sie auf sie oder laden Sie die eingebauten.',
  'There is no {split} image {index}; there are {count}, counted from 0.':
    'Im Teil „{split}“ gibt es kein Bild {index}; es sind {count}, von 0 gezählt.',
  'The computing engine is not open; reload the page.':
    'Das Rechenwerk ist nicht geöffnet; laden Sie die Seite neu.',
  'Other digits were loaded while this ran; run it again.':
    'Während dies lief, wurden andere Ziffern geladen; starten Sie es noch einmal.',
  'The model has a control layer already; remove it first.':
    'Das Modell hat schon eine Kontrollschicht; entfernen Sie sie zuerst.',
  "The model's output has shape [{shape}]; the control layer needs [, {classes}].":
    'Die Ausgabe des Modells hat die Form [{shape}]; die Kontrollschicht braucht [, {classes}].',
  'The model has no control layer to remove.': 'Das Modell hat keine Kontrollschicht, die zu entfernen wäre.',
  'There is no class {class}; classes are 0 … {last}.':
    'Es gibt keine Klasse {class}; Klassen sind 0 … {last}.',
  'Clean image {index} has {values} values; the network takes {pixels}.':
    'Das saubere Bild {index} hat {values} Werte; das Netz nimmt {pixels}.',
  'No image can have a highest confidence within {epsilon} of {confidence} among {classes} classes; choose one from {lowest} to below 1.':
    'Kein Bild kann bei {classes} Klassen eine höchste Konfidenz haben, die höchstens {epsilon} von {confidence} entfernt liegt; wählen Sie eine von {lowest} bis unter 1.',
  "{confidence} is none of the registry's confidences, {confidences}.":
    '{confidence} ist keine der Konfidenzen des Registers, {confidences}.',
  'There is no user {user}; users are 1 … {users}.': 'Es gibt keinen Nutzer {user}; Nutzer sind 1 … {users}.',
  'ε is {epsilon}; it must be above 0 and at most 0.5, such as 0.01.':
    'ε ist {epsilon}; es muss über 0 und höchstens 0.5 sein, etwa 0.01.',
  'There are no confidences; give at least one.':
    'Es sind keine Konfidenzen da; geben Sie mindestens eine an.',
  'There are {count} confidences; a registry has at most {most}.':
    'Es sind {count} Konfidenzen; ein Register hat höchstens {most}.',
  'Confidence {confidence} lies outside [{z1}, {z2}); choose one inside.':
    'Die Konfidenz {confidence} liegt außerhalb von [{z1}, {z2}); wählen Sie eine darin.',
  'Confidences {lower} and {upper} overlap at ε = {epsilon}; they must be at least {apart} apart.':
    'Die Konfidenzen {lower} und {upper} überlappen sich bei ε = {epsilon}; sie müssen mindestens {apart} auseinanderliegen.',
  'A registry of {classes} classes; it needs a whole number, at least 2.':
    'Ein Register mit {classes} Klassen; nötig ist eine ganze Zahl ab 2.',
  'The record of user {user}': 'Der Eintrag von Nutzer {user}',
  '{what} has {entries} entries; there are {classes} classes.':
    '{what} hat {entries} Einträge; es gibt {classes} Klassen.',
  '{what} holds {bad}, which is no probability.':
    '{what} enthält {bad}, und das ist keine Wahrscheinlichkeit.',
  'User {user} has no licence; issue one first.':
    'Nutzer {user} hat keine Lizenz; stellen Sie zuerst eine aus.',
  registry: 'Register',
  'This registry can\'t be used: field "licences[{index}].user" is {found}, but class {class} with confidence {confidence} is user {user}.':
    'Dieses Register ist nicht zu gebrauchen: Feld „licences[{index}].user“ ist {found}, aber zu Klasse {class} mit Konfidenz {confidence} gehört Nutzer {user}.',
  "This registry can't be used: user {user} has two licences.":
    'Dieses Register ist nicht zu gebrauchen: Nutzer {user} hat zwei Lizenzen.',
  'This registry can\'t be used: field "licences[{index}].record"':
    'Dieses Register ist nicht zu gebrauchen: Feld „licences[{index}].record“',
  "The owner's secret is empty; enter one, any text that others can't guess.":
    'Das Geheimnis des Eigentümers ist leer; geben Sie eines ein, irgendeinen Text, den andere nicht erraten.',
  "The weight range [{low}, {high}] can't hold ten digits; give two numbers, the smaller one first.":
    'Der Gewichtsbereich [{low}, {high}] fasst keine zehn Ziffern; geben Sie zwei Zahlen an, die kleinere zuerst.',
  'it must not be 0': 'es darf nicht 0 sein',
  'there must be one position for each digit': 'zu jeder Ziffer gehört genau eine Position',
  'a position occurs twice': 'eine Position kommt zweimal vor',
  'Layer "{layer}" has a kernel of shape ({needed}); a watermark needs a convolution, (F, F, I, O).':
    'Schicht „{layer}“ hat einen Kernel der Form ({needed}); ein Wasserzeichen braucht eine Faltung, (F, F, I, O).',
  'A watermark of {count} digits doesn\'t fit layer "{layer}", which has room for {positions}; shorten it.':
    'Ein Wasserzeichen aus {count} Ziffern passt nicht in Schicht „{layer}“, die Platz für {positions} hat; kürzen Sie es.',
  'The watermark is empty; it needs at least one digit.':
    'Das Wasserzeichen ist leer; es braucht mindestens eine Ziffer.',
  'Digit {place} of the watermark is {digit}; it must be a whole number 0 … 9.':
    'Ziffer {place} des Wasserzeichens ist {digit}; nötig ist eine ganze Zahl 0 … 9.',
  'Character {place} of the watermark, "{character}", is no digit; write 0 … 9, with or without commas.':
    'Zeichen {place} des Wasserzeichens, „{character}“, ist keine Ziffer; schreiben Sie 0 … 9, mit oder ohne Kommas.',
  "owner's key": 'Schlüssel des Eigentümers',
  'The key speaks of component {component} of layer "{layer}", which has {components} (0 … {last}): it belongs to another network.':
    'Der Schlüssel spricht von Komponente {component} der Schicht „{layer}“, die {components} hat (0 … {last}): Er gehört zu einem anderen Netz.',
  'The key speaks of position {position} in a component of layer "{layer}", which has {positions} (0 … {last}): it belongs to another network.':
    'Der Schlüssel spricht von Position {position} in einer Komponente der Schicht „{layer}“, die {positions} hat (0 … {last}): Er gehört zu einem anderen Netz.',
  'λ is {lambda}; it must be a number that is not negative, such as 0.01.':
    'λ ist {lambda}; nötig ist eine Zahl, die nicht negativ ist, etwa 0.01.',
  'The model has {count} parameters; this network has {expected}.':
    'Das Modell hat {count} Parameter; dieses Netz hat {expected}.',
  'The channels of "{layer}" can\'t be moved; it must be a convolution with ReLU and pool that one layer with weights reads.':
    'Die Kanäle von „{layer}“ lassen sich nicht vertauschen; nötig ist eine Faltung mit ReLU und Pooling, die genau eine Schicht mit Gewichten liest.',
  '{predictions} predictions cannot be compared with {labels} labels.':
    '{predictions} Vorhersagen lassen sich nicht mit {labels} Labels vergleichen.',
  'it must be 0 or between 1e-100 and 1e100, positive or negative':
    'es muss 0 sein oder zwischen 1e-100 und 1e100 liegen, positiv oder negativ',
  'quantized weights are not supported; export the model without':
    'quantisierte Gewichte werden nicht unterstützt; exportieren Sie das Modell ohne sie',
  'This network has {expected} parameters, but {count} were given to be written.':
    'Dieses Netz hat {expected} Parameter, aber {count} sollten geschrieben werden.',
  'model file': 'Modelldatei',
  'This is no TensorFlow.js LayersModel ({field}: {issue}).':
    'Das ist kein LayersModel von TensorFlow.js ({field}: {issue}).',
  'The model file lists weights "{name}", which belong to none of its layers or twice to one.':
    'Die Modelldatei nennt Gewichte „{name}“, die zu keiner ihrer Schichten gehören oder zweimal zu einer.',
  'The weights "{name}" have shape [{shape}]; the layer needs [{needed}].':
    'Die Gewichte „{name}“ haben die Form [{shape}]; die Schicht braucht [{needed}].',
  'The model file lists no weights "{missing}".': 'Die Modelldatei nennt keine Gewichte „{missing}“.',
  'The weights file has {bytes} bytes, but this model.json describes {expected}; one of the two is truncated or belongs to another model.':
    'Die Gewichtsdatei hat {bytes} Bytes, aber diese model.json beschreibt {expected}; eine der beiden ist abgeschnitten oder gehört zu einem anderen Modell.',
  'The weights "{name}" hold {value} at position {position}; the file is damaged.':
    'Die Gewichte „{name}“ enthalten {value} an Position {position}; die Datei ist beschädigt.',
  'This model is {is}; only {should} can be used here.':
    'Dieses Modell ist {is}; hier lässt sich nur {should} verwenden.',
  'This model cannot run here ({place}{field}: {issue}). Models are convolutions with ReLU and 2×2 max-pooling, then dense layers.':
    'Dieses Modell kann hier nicht laufen ({place}{field}: {issue}). Modelle sind Faltungen mit ReLU und 2×2-Max-Pooling, dann Dense-Schichten.',
  'Layer "{layer}" ({kind}) has no place in a model file; files hold convolutions with pooling and dense layers.':
    'Schicht „{layer}“ ({kind}) hat in einer Modelldatei keinen Platz; Dateien enthalten Faltungen mit Pooling und Dense-Schichten.',
  'This model has no layers.': 'Dieses Modell hat keine Schichten.',
  'This model needs a Flatten before its {place}.': 'Dieses Modell braucht ein Flatten vor {place}.',
  'This model cannot run here: convolutions, pools and dense layers must lead to a dense layer without activation (the logits), but its layer {number} is {kind}.':
    'Dieses Modell kann hier nicht laufen: Faltungen, Pooling und Dense-Schichten müssen zu einer Dense-Schicht ohne Aktivierung führen (den Logits), aber Schicht {number} ist {kind}.',
  'This model cannot run here: convolutions, pools and dense layers must lead to a dense layer without activation (the logits), but it ends before that.':
    'Dieses Modell kann hier nicht laufen: Faltungen, Pooling und Dense-Schichten müssen zu einer Dense-Schicht ohne Aktivierung führen (den Logits), aber es endet vorher.',
  'Two layers of this model are called "{twin}".': 'Zwei Schichten dieses Modells heißen „{twin}“.',
  'layer {number} ({kind})': 'Schicht {number} ({kind})',
  'The kernel of {place} is {size}×{other}; it must be square.':
    'Der Kernel von {place} ist {size}×{other}; er muss quadratisch sein.',
  'The {place} must be followed by MaxPooling2D, but {kind} follows.':
    'Auf {place} muss MaxPooling2D folgen, aber es folgt {kind}.',
  'The {place} must be followed by MaxPooling2D, but nothing follows.':
    'Auf {place} muss MaxPooling2D folgen, aber es folgt nichts.',
  'the pool after {place}': 'Pooling nach {place}',
  'This model branches at its layer "{layer}"; it must be one chain of layers.':
    'Dieses Modell verzweigt sich an seiner Schicht „{layer}“; es muss eine einzige Kette von Schichten sein.',
  'Training cannot run with epochs = {epochs}; it must be a whole number from 0.':
    'Das Training kann nicht mit {epochs} Epochen laufen; nötig ist eine ganze Zahl ab 0.',
  "Training cannot run with batch size = {batchSize}; it must be a whole number from 1 to the dataset's {count} images.":
    'Das Training kann nicht mit der Batchgröße {batchSize} laufen; nötig ist eine ganze Zahl von 1 bis zu den {count} Bildern des Datensatzes.',
  'Training cannot run with learning rate = {learningRate}; it must be above 0.':
    'Das Training kann nicht mit der Lernrate {learningRate} laufen; sie muss über 0 liegen.',
  'Training cannot run with weight decay = {weightDecay}; it must be 0 or above.':
    'Das Training kann nicht mit dem Gewichtszerfall {weightDecay} laufen; er muss 0 oder größer sein.',
  'Training cannot run with epoch = {epoch}; it must be a whole number from 0.':
    'Das Training kann nicht bei Epoche {epoch} beginnen; nötig ist eine ganze Zahl ab 0.',
  "Training cannot run with step = {step}; it must be a whole number up to the epoch's {steps} steps.":
    'Das Training kann nicht bei Schritt {step} beginnen; nötig ist eine ganze Zahl bis zu den {steps} Schritten der Epoche.',
  'Engine or digits are not ready yet; try again in a moment.':
    'Rechenwerk oder Ziffern sind noch nicht bereit; versuchen Sie es gleich noch einmal.',
  'A model is two files, model.json and weights.bin, chosen together; here: {names}.':
    'Ein Modell sind zwei Dateien, model.json und weights.bin, zusammen ausgewählt; hier: {names}.',
  'This registry is of a model with {theirs} classes; this one has {classes}.':
    'Dieses Register gehört zu einem Modell mit {theirs} Klassen; dieses hat {classes}.',
  'ε of this registry is {epsilon}; it must be from {min} to {max}.':
    'ε dieses Registers ist {epsilon}; es muss zwischen {min} und {max} liegen.',
};
