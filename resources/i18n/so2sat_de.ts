<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>So2Sat</name>
  <message>
   <source>from–to classes</source>
   <translation>Von-nach-Klassen</translation>
  </message>
  <message>
   <source>change</source>
   <translation>Veränderung</translation>
  </message>
  <message>
   <source>{count} clusters</source>
   <translation>{count} Cluster</translation>
  </message>
  <message>
   <source>Input parameters</source>
   <translation>Eingaben</translation>
  </message>
  <message>
   <source>Outputs</source>
   <translation>Ausgaben</translation>
  </message>
  <message>
   <source>From {low} to {high}.</source>
   <translation>Von {low} bis {high}.</translation>
  </message>
  <message>
   <source>At least {low}.</source>
   <translation>Mindestens {low}.</translation>
  </message>
  <message>
   <source>Default: {value}.</source>
   <translation>Voreinstellung: {value}.</translation>
  </message>
  <message>
   <source>alike</source>
   <translation>ähnlich</translation>
  </message>
  <message>
   <source>more like this</source>
   <translation>mehr Ähnliches</translation>
  </message>
  <message>
   <source>Confidence (%)</source>
   <translation>Konfidenz (%)</translation>
  </message>
  <message>
   <source>Novelty</source>
   <translation>Neuheit</translation>
  </message>
  <message>
   <source>{count} classes, {name}</source>
   <translation>{count} Klassen, {name}</translation>
  </message>
  <message>
   <source>classes of {name}</source>
   <translation>Klassen von {name}</translation>
  </message>
  <message>
   <source>Double-click for another colour</source>
   <translation>Doppelklick für eine andere Farbe</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Klasse</translation>
  </message>
  <message>
   <source>Colour of {name}</source>
   <translation>Farbe von {name}</translation>
  </message>
  <message>
   <source>Double-click to rename: {name}</source>
   <translation>Doppelklick zum Umbenennen: {name}</translation>
  </message>
  <message>
   <source>Runtime, modules and unfinished runs are kept here.</source>
   <translation>Hier liegen Laufzeitumgebung, Module und unfertige Läufe.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A multispectral raster goes in, is cut into windows, a module turns every window into a feature vector, an estimator turns every feature vector into a class, and a styled land-cover map comes out.&lt;/p&gt;&lt;ol&gt;&lt;li&gt;&lt;b&gt;Set up…&lt;/b&gt; creates the runtime, once.&lt;/li&gt;&lt;li&gt;Load a raster: the 10 bands B2 B3 B4 B5 B6 B7 B8 B8A B11 B12 of Sentinel-2 for the So2Sat modules, any bands for the built-in one.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Land cover panel&lt;/b&gt; looks at it, maps what you see as a preview and then the whole scene, and edits the legend. &lt;b&gt;Land-cover map…&lt;/b&gt; does the same with every setting.&lt;/li&gt;&lt;/ol&gt;&lt;p&gt;All of these are in the Processing toolbox too, with help beside each parameter, for models, batches and &lt;code&gt;qgis_process&lt;/code&gt;:&lt;/p&gt;</source>
   <translation>&lt;p&gt;Ein multispektrales Raster geht hinein, wird in Fenster zerlegt, ein Modul macht aus jedem Fenster einen Merkmalsvektor, ein Schätzer aus jedem Merkmalsvektor eine Klasse, und heraus kommt eine gestaltete Landbedeckungskarte.&lt;/p&gt;&lt;ol&gt;&lt;li&gt;&lt;b&gt;Einrichten…&lt;/b&gt; legt einmalig die Laufzeitumgebung an.&lt;/li&gt;&lt;li&gt;Ein Raster laden: die 10 Bänder B2 B3 B4 B5 B6 B7 B8 B8A B11 B12 von Sentinel-2 für die So2Sat-Module, beliebige Bänder für das eingebaute.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Bedienfeld Landbedeckung&lt;/b&gt; sieht es an, kartiert den sichtbaren Ausschnitt als Vorschau und dann die ganze Szene und bearbeitet die Legende. &lt;b&gt;Landbedeckungskarte…&lt;/b&gt; tut dasselbe mit jeder Einstellung.&lt;/li&gt;&lt;/ol&gt;&lt;p&gt;All dies gibt es auch in der Werkzeugkiste, mit Hilfe zu jedem Parameter, für Modelle, Stapel und &lt;code&gt;qgis_process&lt;/code&gt;:&lt;/p&gt;</translation>
  </message>
  <message>
   <source>So2Sat land cover: help</source>
   <translation>So2Sat-Landbedeckung: Hilfe</translation>
  </message>
  <message>
   <source>{count} h</source>
   <translation>{count} Std.</translation>
  </message>
  <message>
   <source>{count} s</source>
   <translation>{count} s</translation>
  </message>
  <message>
   <source>{count} min</source>
   <translation>{count} min</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Abgebrochen.</translation>
  </message>
  <message>
   <source>Double-click a name or a colour to change it.</source>
   <translation>Doppelklick auf Namen oder Farbe ändert sie.</translation>
  </message>
  <message>
   <source>Merge</source>
   <translation>Zusammenlegen</translation>
  </message>
  <message>
   <source>Make the selected classes one: the first of them</source>
   <translation>Die ausgewählten Klassen zu einer machen: zur ersten von ihnen</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>Wiederholen</translation>
  </message>
  <message>
   <source>Changing the legend…</source>
   <translation>Die Legende wird geändert…</translation>
  </message>
  <message>
   <source>Area</source>
   <translation>Fläche</translation>
  </message>
  <message>
   <source>Undoing…</source>
   <translation>Wird rückgängig gemacht…</translation>
  </message>
  <message>
   <source>&lt;b&gt;Legend&lt;/b&gt; of {map}</source>
   <translation>&lt;b&gt;Legende&lt;/b&gt; von {map}</translation>
  </message>
  <message>
   <source>Measuring the classes of {map}</source>
   <translation>Die Klassen von {map} werden gemessen</translation>
  </message>
  <message>
   <source>Land cover panel</source>
   <translation>Bedienfeld Landbedeckung</translation>
  </message>
  <message>
   <source>Land-cover map…</source>
   <translation>Landbedeckungskarte…</translation>
  </message>
  <message>
   <source>Set up…</source>
   <translation>Einrichten…</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Needs a download: fetch it once with 'Get module'.</source>
   <translation>Muss heruntergeladen werden: einmal mit 'Modul holen' holen.</translation>
  </message>
  <message>
   <source>Modules (*.tar.gz *.tgz *.so2sat *.h5);;All files (*)</source>
   <translation>Module (*.tar.gz *.tgz *.so2sat *.h5);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Name, folder, file or address of a module</source>
   <translation>Name, Ordner, Datei oder Adresse eines Moduls</translation>
  </message>
  <message>
   <source>Choose a file or a folder</source>
   <translation>Eine Datei oder einen Ordner wählen</translation>
  </message>
  <message>
   <source>Folder of a module…</source>
   <translation>Ordner eines Moduls…</translation>
  </message>
  <message>
   <source>Archive, bundle or weights…</source>
   <translation>Archiv, Bündel oder Gewichte…</translation>
  </message>
  <message>
   <source>Used before.</source>
   <translation>Früher verwendet.</translation>
  </message>
  <message>
   <source>Folder with saved_model.pb</source>
   <translation>Ordner mit saved_model.pb</translation>
  </message>
  <message>
   <source>needs download</source>
   <translation>muss geholt werden</translation>
  </message>
  <message>
   <source>Module</source>
   <translation>Modul</translation>
  </message>
  <message>
   <source>Cells of {cell} {unit}, windows of {around} {unit}</source>
   <translation>Zellen von {cell} {unit}, Fenster von {around} {unit}</translation>
  </message>
  <message>
   <source>pixels</source>
   <translation>Pixel</translation>
  </message>
  <message>
   <source>coarse</source>
   <translation>grob</translation>
  </message>
  <message>
   <source>fine</source>
   <translation>fein</translation>
  </message>
  <message>
   <source>Land cover</source>
   <translation>Landbedeckung</translation>
  </message>
  <message>
   <source>Map</source>
   <translation>Karte</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Beispielflächen</translation>
  </message>
  <message>
   <source>Looks like what the module was trained on (distance {distance}; up to about 1 is usual).</source>
   <translation>Sieht aus wie das, worauf das Modul trainiert wurde (Abstand {distance}; bis etwa 1 ist üblich).</translation>
  </message>
  <message>
   <source>{count} bands, in the raster's order; no names tell which they are</source>
   <translation>{count} Bänder in der Reihenfolge des Rasters; kein Name sagt, welche es sind</translation>
  </message>
  <message>
   <source>Pixels of {pixel} m, {width} × {height} km</source>
   <translation>Pixel von {pixel} m, {width} × {height} km</translation>
  </message>
  <message>
   <source>Bands {names}</source>
   <translation>Bänder {names}</translation>
  </message>
  <message>
   <source>no data {share} %</source>
   <translation>{share} % ohne Daten</translation>
  </message>
  <message>
   <source>cloud, snow or bright sand {share} %</source>
   <translation>{share} % Wolken, Schnee oder heller Sand</translation>
  </message>
  <message>
   <source>Confidence {confidence} %, novelty {novelty} of 100.</source>
   <translation>Konfidenz {confidence} %, Neuheit {novelty} von 100.</translation>
  </message>
  <message>
   <source>It is unlike everything labelled so far: a label here would teach much.</source>
   <translation>Sie gleicht nichts bisher Beschriftetem: Eine Beispielfläche hier würde viel lehren.</translation>
  </message>
  <message>
   <source>Choose &lt;b&gt;Ask&lt;/b&gt; above and click a place on the map.</source>
   <translation>Oben &lt;b&gt;Fragen&lt;/b&gt; wählen und auf eine Stelle der Karte klicken.</translation>
  </message>
  <message>
   <source>Most like these labels (click to go there): {links}</source>
   <translation>Am ähnlichsten sind diese Beispielflächen (Klick führt hin): {links}</translation>
  </message>
  <message>
   <source>Delete the class {name} and its {count} labels? Edit &gt; Undo brings them back.</source>
   <translation>Die Klasse {name} und ihre {count} Beispielflächen löschen? Bearbeiten &gt; Rückgängig bringt sie zurück.</translation>
  </message>
  <message>
   <source>Press this key over the canvas to draw this class</source>
   <translation>Diese Taste über dem Kartenfenster drücken, um diese Klasse zu zeichnen</translation>
  </message>
  <message>
   <source>How many labels the class has</source>
   <translation>Wie viele Beispielflächen die Klasse hat</translation>
  </message>
  <message>
   <source>Name of a new class</source>
   <translation>Name einer neuen Klasse</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>Hinzufügen</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>Delete the selected class and its labels</source>
   <translation>Die gewählte Klasse und ihre Beispielflächen löschen</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Taste</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Anzahl</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Genauigkeit</translation>
  </message>
  <message>
   <source>Delete class</source>
   <translation>Klasse löschen</translation>
  </message>
  <message>
   <source>Make or choose a label layer first.</source>
   <translation>Zuerst einen Layer mit Beispielflächen anlegen oder wählen.</translation>
  </message>
  <message>
   <source>Click a place first: the region grows from there.</source>
   <translation>Zuerst auf eine Stelle klicken: Von dort wächst das Gebiet.</translation>
  </message>
  <message>
   <source>F1 of each class on labels that were held out: 100 % where all of its labels are found and nothing else is taken for it. In brackets: its 95 % interval.</source>
   <translation>F1 jeder Klasse auf zurückgehaltenen Beispielflächen: 100 %, wenn alle der Klasse gefunden werden und nichts anderes für sie gehalten wird. In Klammern: das 95-%-Intervall.</translation>
  </message>
  <message>
   <source>Share of labelled cells that are right where they were held out ({how}), with its 95 % interval. Pixels: the same by each cell's own bands alone. Classifier: {classifier}.</source>
   <translation>Anteil der beschrifteten Zellen, die zurückgehalten richtig sind ({how}), mit 95-%-Intervall. Pixel: dasselbe allein nach den Bändern jeder Zelle. Klassifikator: {classifier}.</translation>
  </message>
  <message>
   <source>Accuracy: not known until two classes have two labels each.</source>
   <translation>Genauigkeit: erst bekannt, wenn zwei Klassen je zwei Beispielflächen haben.</translation>
  </message>
  <message>
   <source>{value} %</source>
   <translation>{value} %</translation>
  </message>
  <message>
   <source>Not known yet.</source>
   <translation>Noch nicht bekannt.</translation>
  </message>
  <message>
   <source>Never held out: label this class in a second place.</source>
   <translation>Nie zurückgehalten: diese Klasse an einer zweiten Stelle beschriften.</translation>
  </message>
  <message>
   <source>Accuracy &lt;b&gt;{value}&lt;/b&gt;{bounds}</source>
   <translation>Genauigkeit &lt;b&gt;{value}&lt;/b&gt;{bounds}</translation>
  </message>
  <message>
   <source> (95 % interval {between})</source>
   <translation> (95-%-Intervall {between})</translation>
  </message>
  <message>
   <source> · pixels {value}</source>
   <translation> · Pixel {value}</translation>
  </message>
  <message>
   <source>F1 {value}</source>
   <translation>F1 {value}</translation>
  </message>
  <message>
   <source>Share of its labels that is found: {value}</source>
   <translation>Anteil ihrer Beispielflächen, der gefunden wird: {value}</translation>
  </message>
  <message>
   <source>Share of what is taken for it that is right: {value}</source>
   <translation>Anteil dessen, was für sie gehalten wird, der stimmt: {value}</translation>
  </message>
  <message>
   <source>labels</source>
   <translation>Beispielflächen</translation>
  </message>
  <message>
   <source>{path} exists already and is not overwritten. Choose another name, or choose that layer.</source>
   <translation>{path} gibt es schon und wird nicht überschrieben. Einen anderen Namen oder diesen Layer wählen.</translation>
  </message>
  <message>
   <source>The label layer {path} could not be written: {reason}. Choose a folder that takes files.</source>
   <translation>Der Layer der Beispielflächen {path} konnte nicht geschrieben werden: {reason}. Einen Ordner wählen, in den geschrieben werden kann.</translation>
  </message>
  <message>
   <source>Add class</source>
   <translation>Klasse hinzufügen</translation>
  </message>
  <message>
   <source>Rename class</source>
   <translation>Klasse umbenennen</translation>
  </message>
  <message>
   <source>Recolour class</source>
   <translation>Klasse umfärben</translation>
  </message>
  <message>
   <source>A class needs a name.</source>
   <translation>Eine Klasse braucht einen Namen.</translation>
  </message>
  <message>
   <source>Add label</source>
   <translation>Beispielfläche hinzufügen</translation>
  </message>
  <message>
   <source>Relabel</source>
   <translation>Ändern</translation>
  </message>
  <message>
   <source>Delete label</source>
   <translation>Beispielfläche löschen</translation>
  </message>
  <message>
   <source>There is a class {name} already. Choose another name.</source>
   <translation>Eine Klasse {name} gibt es schon. Einen anderen Namen wählen.</translation>
  </message>
  <message>
   <source>Edits of {layer} could not be saved: {reason}. They are kept in QGIS.</source>
   <translation>Änderungen an {layer} konnten nicht gespeichert werden: {reason}. Sie bleiben in QGIS erhalten.</translation>
  </message>
  <message>
   <source>{layer} takes no edits: its file is read-only, or its format is. Choose another layer.</source>
   <translation>{layer} lässt sich nicht bearbeiten: Die Datei ist schreibgeschützt oder ihr Format nicht bearbeitbar. Einen anderen Layer wählen.</translation>
  </message>
  <message>
   <source>{layer} takes no such label.</source>
   <translation>{layer} nimmt keine solche Beispielfläche an.</translation>
  </message>
  <message>
   <source>none yet</source>
   <translation>noch keiner</translation>
  </message>
  <message>
   <source>The field that holds the class</source>
   <translation>Das Feld, das die Klasse enthält</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Neu</translation>
  </message>
  <message>
   <source>Make a GeoPackage for labels beside the scene</source>
   <translation>Ein GeoPackage für Beispielflächen neben der Szene anlegen</translation>
  </message>
  <message>
   <source>New label layer</source>
   <translation>Neuer Layer für Beispielflächen</translation>
  </message>
  <message>
   <source>Map by my labels (live)</source>
   <translation>Karte nach meinen Beispielflächen (live)</translation>
  </message>
  <message>
   <source>Mapping by labels</source>
   <translation>Kartieren nach Beispielflächen</translation>
  </message>
  <message>
   <source>Mapping the rest of the scene</source>
   <translation>Der Rest der Szene wird kartiert</translation>
  </message>
  <message>
   <source>More like this (orange)</source>
   <translation>Mehr Ähnliches (orange)</translation>
  </message>
  <message>
   <source>Asking a cell</source>
   <translation>Eine Zelle wird befragt</translation>
  </message>
  <message>
   <source>There is no map to ask about yet: label two classes first.</source>
   <translation>Es gibt noch keine Karte zum Befragen: zuerst zwei Klassen beschriften.</translation>
  </message>
  <message>
   <source>The canvas does not show the scene. Zoom to it.</source>
   <translation>Das Kartenfenster zeigt die Szene nicht. Bitte auf sie zoomen.</translation>
  </message>
  <message>
   <source>less</source>
   <translation>weniger ähnlich</translation>
  </message>
  <message>
   <source>Click corners, right-click to end. Keys 1–9: class.</source>
   <translation>Ecken anklicken, mit Rechtsklick beenden. Tasten 1–9: Klasse.</translation>
  </message>
  <message>
   <source>Click a cell to label it. Keys 1–9: class.</source>
   <translation>Auf eine Zelle klicken, um sie zu beschriften. Tasten 1–9: Klasse.</translation>
  </message>
  <message>
   <source>Click a place, fit the region, then Enter or right-click.</source>
   <translation>Auf eine Stelle klicken, das Gebiet anpassen, dann Eingabetaste oder Rechtsklick.</translation>
  </message>
  <message>
   <source>Click a cell of the map.</source>
   <translation>Auf eine Zelle der Karte klicken.</translation>
  </message>
  <message>
   <source>Click a place. Orange is where the scene looks like it.</source>
   <translation>Auf eine Stelle klicken. Orange ist, wo die Szene ihr ähnelt.</translation>
  </message>
  <message>
   <source>Label it</source>
   <translation>Beschriften</translation>
  </message>
  <message>
   <source>Make the region a label of the selected class (Enter, or a right click on the map)</source>
   <translation>Das Gebiet zur Beispielfläche der gewählten Klasse machen (Eingabetaste oder Rechtsklick auf die Karte)</translation>
  </message>
  <message>
   <source>Polygon</source>
   <translation>Polygon</translation>
  </message>
  <message>
   <source>Draw polygons of the selected class with QGIS's own tool</source>
   <translation>Polygone der gewählten Klasse mit dem Werkzeug von QGIS zeichnen</translation>
  </message>
  <message>
   <source>Cell</source>
   <translation>Zelle</translation>
  </message>
  <message>
   <source>Label the one cell that is clicked</source>
   <translation>Die eine angeklickte Zelle beschriften</translation>
  </message>
  <message>
   <source>Region</source>
   <translation>Gebiet</translation>
  </message>
  <message>
   <source>Click a place: the alike cells around it become a polygon</source>
   <translation>Auf eine Stelle klicken: Die ähnlichen Zellen um sie herum werden ein Polygon</translation>
  </message>
  <message>
   <source>Ask</source>
   <translation>Fragen</translation>
  </message>
  <message>
   <source>Click a cell: why it is what it is on the map</source>
   <translation>Auf eine Zelle klicken: warum sie auf der Karte ist, was sie ist</translation>
  </message>
  <message>
   <source>Alike</source>
   <translation>Ähnliches</translation>
  </message>
  <message>
   <source>More like this: click a place: where else does the scene look like it?</source>
   <translation>Mehr Ähnliches: auf eine Stelle klicken – wo sonst sieht die Szene so aus?</translation>
  </message>
  <message>
   <source>Draw</source>
   <translation>Zeichnen</translation>
  </message>
  <message>
   <source>Look</source>
   <translation>Ansehen</translation>
  </message>
  <message>
   <source>small</source>
   <translation>klein</translation>
  </message>
  <message>
   <source>large</source>
   <translation>groß</translation>
  </message>
  <message>
   <source>more</source>
   <translation>mehr</translation>
  </message>
  <message>
   <source>more alike</source>
   <translation>ähnlicher</translation>
  </message>
  <message>
   <source>Drawn at random from each class of the map: label all. This list, not the guided one, is for areas and accuracy (Assess map); its labels are kept apart and not trained on.</source>
   <translation>Zufällig aus jeder Klasse der Karte gezogen: alle beschriften. Diese Liste, nicht die gelenkte, dient Flächen und Genauigkeit (Karte bewerten); ihre Klassen werden gesondert aufbewahrt und nicht zum Training verwendet.</translation>
  </message>
  <message>
   <source>Where the map is unsure, or the land unlike all labels. Not for areas: see the other list.</source>
   <translation>Wo die Karte unsicher ist oder das Land keiner Beispielfläche gleicht. Nicht für Flächen: dafür die andere Liste.</translation>
  </message>
  <message>
   <source>only in what is seen</source>
   <translation>nur im sichtbaren Ausschnitt</translation>
  </message>
  <message>
   <source>Propose places in the part of the scene that the window shows now</source>
   <translation>Stellen in dem Teil der Szene vorschlagen, den das Fenster gerade zeigt</translation>
  </message>
  <message>
   <source>Find places</source>
   <translation>Stellen finden</translation>
  </message>
  <message>
   <source>Looking for places…</source>
   <translation>Stellen werden gesucht…</translation>
  </message>
  <message>
   <source>Finding places to label</source>
   <translation>Suche nach Stellen zum Beschriften</translation>
  </message>
  <message>
   <source>Place {number}</source>
   <translation>Stelle {number}</translation>
  </message>
  <message>
   <source>Drawn at random</source>
   <translation>Zufällig gezogen</translation>
  </message>
  <message>
   <source>{label}? {confidence} %</source>
   <translation>{label}? {confidence} %</translation>
  </message>
  <message>
   <source>Where a label teaches most</source>
   <translation>Lehrreichste Stellen</translation>
  </message>
  <message>
   <source>Random sample, for areas</source>
   <translation>Zufallsstichprobe, für Flächen</translation>
  </message>
  <message>
   <source>A random sample is drawn from the classes of the map: label two classes first.</source>
   <translation>Eine Zufallsstichprobe wird aus den Klassen der Karte gezogen: zuerst zwei Klassen beschriften.</translation>
  </message>
  <message>
   <source>The window shows nothing of the scene. Zoom to it, or look everywhere.</source>
   <translation>Das Fenster zeigt nichts von der Szene. Auf sie zoomen oder überall suchen.</translation>
  </message>
  <message>
   <source>Label this cell as the selected class; the arrow offers all</source>
   <translation>Diese Zelle mit der gewählten Klasse beschriften; der Pfeil bietet alle an</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Beschriften</translation>
  </message>
  <message>
   <source>Skip: take this place off the list</source>
   <translation>Überspringen: diese Stelle aus der Liste nehmen</translation>
  </message>
  <message>
   <source>{count} places left.</source>
   <translation>Noch {count} Stellen.</translation>
  </message>
  <message>
   <source>See the scene</source>
   <translation>Die Szene sehen</translation>
  </message>
  <message>
   <source>the map</source>
   <translation>die Karte</translation>
  </message>
  <message>
   <source>Preparing the scene for labelling</source>
   <translation>Die Szene wird zum Beschriften vorbereitet</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Erneut versuchen</translation>
  </message>
  <message>
   <source>Preparing the scene, once. You can draw meanwhile.</source>
   <translation>Die Szene wird einmalig vorbereitet. Zeichnen geht schon.</translation>
  </message>
  <message>
   <source>Load a multispectral raster, or open one here.</source>
   <translation>Ein multispektrales Raster laden oder hier öffnen.</translation>
  </message>
  <message>
   <source>Scene</source>
   <translation>Szene</translation>
  </message>
  <message>
   <source>The scene is prepared once the set-up is done.</source>
   <translation>Die Szene wird vorbereitet, sobald die Einrichtung fertig ist.</translation>
  </message>
  <message>
   <source>Train fully</source>
   <translation>Voll trainieren</translation>
  </message>
  <message>
   <source>Train as 'Train classifier' does, which takes seconds: forests and a logistic regression vote. The next edit is mapped by the quick classifier.</source>
   <translation>Trainieren wie 'Klassifikator trainieren', was Sekunden dauert: Random Forests und eine logistische Regression stimmen ab. Die nächste Änderung wird mit dem schnellen Klassifikator kartiert.</translation>
  </message>
  <message>
   <source>Label next</source>
   <translation>Nächste</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Sichern</translation>
  </message>
  <message>
   <source>Choose the scene first: labels are kept beside it, in its CRS.</source>
   <translation>Zuerst die Szene wählen: Beispielflächen liegen neben ihr, in ihrem KBS.</translation>
  </message>
  <message>
   <source>Begin with New: it makes a label layer beside the scene.</source>
   <translation>Mit Neu beginnen: Es legt einen Layer für Beispielflächen neben der Szene an.</translation>
  </message>
  <message>
   <source>Training…</source>
   <translation>Training läuft…</translation>
  </message>
  <message>
   <source>Type the name of a class and press Add; then of the next.</source>
   <translation>Den Namen einer Klasse eingeben und Hinzufügen drücken; dann den der nächsten.</translation>
  </message>
  <message>
   <source>The label layer was removed from the project. Its labels are in {file}.</source>
   <translation>Der Layer der Beispielflächen wurde aus dem Projekt entfernt. Sie liegen in {file}.</translation>
  </message>
  <message>
   <source>Draw labels of two classes: the map appears with the second.</source>
   <translation>Beispielflächen zweier Klassen zeichnen: Mit der zweiten erscheint die Karte.</translation>
  </message>
  <message>
   <source>This place lies outside the scene. Click one on the scene.</source>
   <translation>Diese Stelle liegt außerhalb der Szene. Bitte auf eine in der Szene klicken.</translation>
  </message>
  <message>
   <source>Zoom to this place</source>
   <translation>Auf diese Stelle zoomen</translation>
  </message>
  <message>
   <source>Reference points</source>
   <translation>Referenzpunkte</translation>
  </message>
  <message>
   <source>reference points</source>
   <translation>Referenzpunkte</translation>
  </message>
  <message>
   <source>{layer} takes no points: its file is read-only or gone.</source>
   <translation>{layer} nimmt keine Punkte an: Die Datei ist schreibgeschützt oder fehlt.</translation>
  </message>
  <message>
   <source>Edit labels</source>
   <translation>Beispielflächen bearbeiten</translation>
  </message>
  <message>
   <source>The last edit could not be saved in {layer}: {reason}. It is kept in QGIS until the layer's edits are saved.</source>
   <translation>Die letzte Änderung konnte nicht in {layer} gespeichert werden: {reason}. Sie bleibt in QGIS, bis die Änderungen des Layers gespeichert werden.</translation>
  </message>
  <message>
   <source>Undo could not be written into {layer}.</source>
   <translation>Das Rückgängigmachen konnte nicht in {layer} geschrieben werden.</translation>
  </message>
  <message>
   <source>Trained as 'Train classifier' does; how far that map agrees with the one shown is told</source>
   <translation>Trainiert wie 'Klassifikator trainieren'; wie weit diese Karte mit der gezeigten übereinstimmt, wird gesagt</translation>
  </message>
  <message>
   <source>Saving map, classifier and report…</source>
   <translation>Karte, Klassifikator und Bericht werden gespeichert…</translation>
  </message>
  <message>
   <source>Saves the map of the whole scene with its confidence, and the classifier (*.so2sat) for other scenes, with a report of how good it is. Labels are saved with every edit.</source>
   <translation>Speichert die Karte der ganzen Szene mit ihrer Konfidenz und den Klassifikator (*.so2sat) für andere Szenen, mit einem Bericht über seine Güte. Beispielflächen werden mit jeder Änderung gespeichert.</translation>
  </message>
  <message>
   <source>By the classifier that the page shows now</source>
   <translation>Mit dem Klassifikator, den die Seite gerade zeigt</translation>
  </message>
  <message>
   <source>Save map, classifier and report</source>
   <translation>Karte, Klassifikator und Bericht speichern</translation>
  </message>
  <message>
   <source>map by labels</source>
   <translation>Karte nach Beispielflächen</translation>
  </message>
  <message>
   <source>The map as it is shown</source>
   <translation>Die Karte, wie sie zu sehen ist</translation>
  </message>
  <message>
   <source>A map by full training</source>
   <translation>Eine Karte nach vollem Training</translation>
  </message>
  <message>
   <source>There is no map to save yet: label two classes first.</source>
   <translation>Es gibt noch keine Karte zum Speichern: zuerst zwei Klassen beschriften.</translation>
  </message>
  <message>
   <source>Saved as {path}</source>
   <translation>Gespeichert als {path}</translation>
  </message>
  <message>
   <source>{share} % of its cells have the class that was shown.</source>
   <translation>{share} % ihrer Zellen haben die Klasse, die zu sehen war.</translation>
  </message>
  <message>
   <source>There is no scene to do this on. Choose one above.</source>
   <translation>Dafür fehlt eine Szene. Bitte oben eine wählen.</translation>
  </message>
  <message>
   <source>The scene is being prepared. This works once it is ready.</source>
   <translation>Die Szene wird vorbereitet. Dies geht, sobald sie bereit ist.</translation>
  </message>
  <message>
   <source>Add a class first: type its name and press Add.</source>
   <translation>Zuerst eine Klasse hinzufügen: ihren Namen eingeben und Hinzufügen drücken.</translation>
  </message>
  <message>
   <source>Reflectance: this cell (thick) and each class's labels.</source>
   <translation>Reflexion: diese Zelle (dick) und die Beispielflächen jeder Klasse.</translation>
  </message>
  <message>
   <source>Suspects</source>
   <translation>Verdächtig</translation>
  </message>
  <message>
   <source>{label} → {predicted}?</source>
   <translation>{label} → {predicted}?</translation>
  </message>
  <message>
   <source>Labelled {label}, taken for {predicted} with {confidence} % confidence</source>
   <translation>Als {label} beschriftet, für {predicted} gehalten mit {confidence} % Konfidenz</translation>
  </message>
  <message>
   <source>Each was held out and taken for another class. Look at it, then decide.</source>
   <translation>Jede wurde zurückgehalten und für eine andere Klasse gehalten. Bitte ansehen und dann entscheiden.</translation>
  </message>
  <message>
   <source>No label looks wrong so far.</source>
   <translation>Bisher sieht keine Beispielfläche falsch aus.</translation>
  </message>
  <message>
   <source>Give it the class that it is taken for</source>
   <translation>Ihr die Klasse geben, für die sie gehalten wird</translation>
  </message>
  <message>
   <source>Delete this label</source>
   <translation>Diese Beispielfläche löschen</translation>
  </message>
  <message>
   <source>Suspects ({count})</source>
   <translation>Verdächtig ({count})</translation>
  </message>
  <message>
   <source>Looking at {scene}</source>
   <translation>{scene} wird angesehen</translation>
  </message>
  <message>
   <source>Fetching the module of local climate zones…</source>
   <translation>Das Modul der lokalen Klimazonen wird geholt…</translation>
  </message>
  <message>
   <source>The scene is looked at once the set-up is done.</source>
   <translation>Die Szene wird angesehen, sobald die Einrichtung fertig ist.</translation>
  </message>
  <message>
   <source>The scene is looked at once the module is here.</source>
   <translation>Die Szene wird angesehen, sobald das Modul da ist.</translation>
  </message>
  <message>
   <source>Mapping what is seen…</source>
   <translation>Der sichtbare Ausschnitt wird kartiert…</translation>
  </message>
  <message>
   <source>Making the map…</source>
   <translation>Die Karte wird gemacht…</translation>
  </message>
  <message>
   <source>This is a preview of what the window shows: classes may differ a little in the whole map.</source>
   <translation>Dies ist eine Vorschau des sichtbaren Ausschnitts: In der ganzen Karte können die Klassen etwas abweichen.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Klassen</translation>
  </message>
  <message>
   <source>Detail</source>
   <translation>Feinheit</translation>
  </message>
  <message>
   <source>estimating…</source>
   <translation>wird geschätzt…</translation>
  </message>
  <message>
   <source>Looking at the scene…</source>
   <translation>Die Szene wird angesehen…</translation>
  </message>
  <message>
   <source>about {time}</source>
   <translation>etwa {time}</translation>
  </message>
  <message>
   <source>Preview: {title}</source>
   <translation>Vorschau: {title}</translation>
  </message>
  <message>
   <source>Map what the window shows now, to look at</source>
   <translation>Kartiert zum Ansehen, was das Fenster jetzt zeigt</translation>
  </message>
  <message>
   <source>Map the whole scene and save the map</source>
   <translation>Kartiert die ganze Szene und speichert die Karte</translation>
  </message>
  <message>
   <source>GeoTIFF (*.tif)</source>
   <translation>GeoTIFF (*.tif)</translation>
  </message>
  <message>
   <source>beside the scene</source>
   <translation>neben der Szene</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>Vorschau</translation>
  </message>
  <message>
   <source>Make the map</source>
   <translation>Karte machen</translation>
  </message>
  <message>
   <source>Cancelling…</source>
   <translation>Wird abgebrochen…</translation>
  </message>
  <message>
   <source>Save as</source>
   <translation>Speichern als</translation>
  </message>
  <message>
   <source>Open the report</source>
   <translation>Bericht öffnen</translation>
  </message>
  <message>
   <source>{what} About {time} left.</source>
   <translation>{what} Noch etwa {time}.</translation>
  </message>
  <message>
   <source>{file} cannot be read as a raster.</source>
   <translation>{file} kann nicht als Raster gelesen werden.</translation>
  </message>
  <message>
   <source>{file} is no scene: a scene is one raster with all its bands, and no map or embedding. Bands in files of their own are made one raster by Stack bands, in the Processing toolbox.</source>
   <translation>{file} ist keine Szene: Eine Szene ist ein Raster mit allen Bändern, keine Karte und keine Einbettung. Bänder in eigenen Dateien macht „Bänder stapeln“ in der Werkzeugkiste zu einem Raster.</translation>
  </message>
  <message>
   <source>Rasters (*.tif *.tiff *.vrt *.jp2);;All (*)</source>
   <translation>Raster (*.tif *.tiff *.vrt *.jp2);;Alle (*)</translation>
  </message>
  <message>
   <source>Open a raster file</source>
   <translation>Rasterdatei öffnen</translation>
  </message>
  <message>
   <source>Choose a layer of polygons or points that are labelled with their class.</source>
   <translation>Einen Layer mit Polygonen oder Punkten wählen, die mit ihrer Klasse beschriftet sind.</translation>
  </message>
  <message>
   <source>Choose the field that holds the class.</source>
   <translation>Das Feld wählen, das die Klasse enthält.</translation>
  </message>
  <message>
   <source>Choose a classifier file (*.so2sat) that was trained before.</source>
   <translation>Eine Klassifikatordatei (*.so2sat) wählen, die früher trainiert wurde.</translation>
  </message>
  <message>
   <source>local climate zones</source>
   <translation>lokale Klimazonen</translation>
  </message>
  <message>
   <source>No labels: groups named by their look</source>
   <translation>Ohne Beispielflächen: Gruppen nach Aussehen</translation>
  </message>
  <message>
   <source>My labels</source>
   <translation>Meine Beispielflächen</translation>
  </message>
  <message>
   <source>Local climate zones</source>
   <translation>Lokale Klimazonen</translation>
  </message>
  <message>
   <source>A classifier that I have</source>
   <translation>Ein Klassifikator, den ich habe</translation>
  </message>
  <message>
   <source>Needs a small module from the internet, once.</source>
   <translation>Braucht einmalig ein kleines Modul aus dem Internet.</translation>
  </message>
  <message>
   <source>Get it</source>
   <translation>Holen</translation>
  </message>
  <message>
   <source>Classifiers (*.so2sat)</source>
   <translation>Klassifikatoren (*.so2sat)</translation>
  </message>
  <message>
   <source>Classifier file (*.so2sat)</source>
   <translation>Klassifikatordatei (*.so2sat)</translation>
  </message>
  <message>
   <source>Number of groups</source>
   <translation>Anzahl Gruppen</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Layer</translation>
  </message>
  <message>
   <source>Effort</source>
   <translation>Aufwand</translation>
  </message>
  <message>
   <source>{task} (cancelled)</source>
   <translation>{task} (abgebrochen)</translation>
  </message>
  <message>
   <source>It is a Python of its own with TensorFlow, OpenVINO and scikit-learn; QGIS's is left alone. Creating it takes some minutes, once.</source>
   <translation>Es ist ein eigenes Python mit TensorFlow, OpenVINO und scikit-learn; das von QGIS bleibt unberührt. Das Anlegen dauert einmalig einige Minuten.</translation>
  </message>
  <message>
   <source>Set up now</source>
   <translation>Jetzt einrichten</translation>
  </message>
  <message>
   <source>The first map needs a Python of its own with TensorFlow: a download of {size} MB, once.</source>
   <translation>Die erste Karte braucht ein eigenes Python mit TensorFlow: einmalig {size} MB zum Herunterladen.</translation>
  </message>
  <message>
   <source>The runtime is not set up yet</source>
   <translation>Die Laufzeitumgebung ist noch nicht eingerichtet</translation>
  </message>
  <message>
   <source>The runtime is damaged: choose Repair</source>
   <translation>Die Laufzeitumgebung ist beschädigt: Reparieren wählen</translation>
  </message>
  <message>
   <source>The interpreter that was named is none</source>
   <translation>Der genannte Interpreter ist keiner</translation>
  </message>
  <message>
   <source>An interpreter that was named is used</source>
   <translation>Ein genannter Interpreter wird verwendet</translation>
  </message>
  <message>
   <source>The runtime is of another version of the plugin: set it up again</source>
   <translation>Die Laufzeitumgebung stammt von einer anderen Version der Erweiterung: bitte neu einrichten</translation>
  </message>
  <message>
   <source>The runtime is ready</source>
   <translation>Die Laufzeitumgebung ist bereit</translation>
  </message>
  <message>
   <source>Repair…</source>
   <translation>Reparieren…</translation>
  </message>
  <message>
   <source>A Python with TensorFlow, OpenVINO and scikit-learn. Empty: the runtime created here.</source>
   <translation>Ein Python mit TensorFlow, OpenVINO und scikit-learn. Leer: die hier angelegte Laufzeitumgebung.</translation>
  </message>
  <message>
   <source>No suitable Python on this computer: Python 3.12 is fetched (35 MB more)</source>
   <translation>Kein geeignetes Python auf diesem Rechner: Python 3.12 wird geholt (35 MB mehr)</translation>
  </message>
  <message>
   <source>the interpreter that is named below will not do</source>
   <translation>der unten genannte Interpreter ist nicht geeignet</translation>
  </message>
  <message>
   <source>Delete the runtime? Modules and results stay, and it can be set up again at any time.</source>
   <translation>Die Laufzeitumgebung löschen? Module und Ergebnisse bleiben, und sie kann jederzeit neu eingerichtet werden.</translation>
  </message>
  <message>
   <source>Set up So2Sat land cover</source>
   <translation>So2Sat-Landbedeckung einrichten</translation>
  </message>
  <message>
   <source>What it takes</source>
   <translation>Was es braucht</translation>
  </message>
  <message>
   <source>looking…</source>
   <translation>wird gesucht…</translation>
  </message>
  <message>
   <source>Download</source>
   <translation>Download</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Disk</source>
   <translation>Festplatte</translation>
  </message>
  <message>
   <source>Compute on</source>
   <translation>Rechnen auf</translation>
  </message>
  <message>
   <source>Made from</source>
   <translation>Hergestellt aus</translation>
  </message>
  <message>
   <source>Other ways: without internet, with a Python of your own</source>
   <translation>Andere Wege: ohne Internet, mit einem eigenen Python</translation>
  </message>
  <message>
   <source>found by itself, or fetched</source>
   <translation>wird selbst gefunden oder geholt</translation>
  </message>
  <message>
   <source>from the internet</source>
   <translation>aus dem Internet</translation>
  </message>
  <message>
   <source>none: use the runtime created here</source>
   <translation>keiner: die hier angelegte Laufzeitumgebung verwenden</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>Einzelheiten</translation>
  </message>
  <message>
   <source>What pip and Python say during the set-up appears here.</source>
   <translation>Hier erscheint, was pip und Python beim Einrichten melden.</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <source>Set up</source>
   <translation>Einrichten</translation>
  </message>
  <message>
   <source>Repair</source>
   <translation>Reparieren</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>The runtime is removed.</source>
   <translation>Die Laufzeitumgebung ist entfernt.</translation>
  </message>
  <message>
   <source>The runtime is ready.</source>
   <translation>Die Laufzeitumgebung ist bereit.</translation>
  </message>
  <message>
   <source>Base Python 3.10–3.13</source>
   <translation>Basis-Python 3.10–3.13</translation>
  </message>
  <message>
   <source>Folder of wheels</source>
   <translation>Ordner mit Wheels</translation>
  </message>
  <message>
   <source>Mirror of Python releases</source>
   <translation>Spiegelserver für Python-Ausgaben</translation>
  </message>
  <message>
   <source>Interpreter that has all packages</source>
   <translation>Interpreter, der alle Pakete hat</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>Ausblenden</translation>
  </message>
  <message>
   <source>The work goes on; Set up… shows it again</source>
   <translation>Die Arbeit geht weiter; Einrichten… zeigt sie wieder</translation>
  </message>
  <message>
   <source>and the CUDA libraries, some GB more</source>
   <translation>und die CUDA-Bibliotheken, einige GB mehr</translation>
  </message>
  <message>
   <source>{needed} GB are needed, {free} GB are free</source>
   <translation>{needed} GB werden gebraucht, {free} GB sind frei</translation>
  </message>
  <message>
   <source>No NVIDIA GPU that TensorFlow can use was found</source>
   <translation>Keine NVIDIA-GPU gefunden, die TensorFlow nutzen kann</translation>
  </message>
  <message>
   <source>Cancelled. What was set up before is as it was.</source>
   <translation>Abgebrochen. Was vorher eingerichtet war, ist unverändert.</translation>
  </message>
  <message>
   <source>Set up again</source>
   <translation>Neu einrichten</translation>
  </message>
  <message>
   <source>about {size} MB, once</source>
   <translation>etwa {size} MB, einmalig</translation>
  </message>
  <message>
   <source>Setting up the So2Sat runtime</source>
   <translation>Einrichten der So2Sat-Laufzeitumgebung</translation>
  </message>
  <message>
   <source>Removing the So2Sat runtime</source>
   <translation>Entfernen der So2Sat-Laufzeitumgebung</translation>
  </message>
  <message>
   <source>Looking for a Python and a GPU</source>
   <translation>Suche nach Python und GPU</translation>
  </message>
  <message>
   <source>Save beside the scene</source>
   <translation>Neben der Szene speichern</translation>
  </message>
  <message>
   <source>{names} is a temporary file.</source>
   <translation>{names} ist eine temporäre Datei.</translation>
  </message>
  <message>
   <source>{names}: the file of this map is gone, as it was a temporary one or was moved. Make the map again, or right-click the layer &gt; Change Data Source… to point to the file.</source>
   <translation>{names}: Die Datei dieser Karte ist weg, weil sie temporär war oder verschoben wurde. Die Karte neu machen, oder mit Rechtsklick auf den Layer &gt; Datenquelle ändern… auf die Datei zeigen.</translation>
  </message>
  <message>
   <source>Installed. Its panel leads from a scene to a land-cover map.</source>
   <translation>Installiert. Das Bedienfeld führt von einer Szene zur Landbedeckungskarte.</translation>
  </message>
  <message>
   <source>Open the panel</source>
   <translation>Bedienfeld öffnen</translation>
  </message>
  <message>
   <source>Land-cover map</source>
   <translation>Landbedeckungskarte</translation>
  </message>
  <message>
   <source>Makes a land-cover map of a multispectral raster, with your labels or without any.</source>
   <translation>Macht aus einem multispektralen Raster eine Landbedeckungskarte, mit eigenen Beispielflächen oder ohne.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Choose a raster and run: the built-in module needs no download. The class of every cell comes from the pixels around it (its window), so texture counts, not only colour.&lt;/p&gt;&lt;p&gt;Classes are clusters, numbered from large to small and named by what they look like. The names are honest suggestions from mean reflectance and indices; the report says how each came about.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;training layer&lt;/b&gt; the classes are yours: a classifier is trained on the labelled cells, and the report says how good it is on polygons that were held out. A &lt;b&gt;classifier file&lt;/b&gt; without a training layer applies a classifier that was trained before. &lt;b&gt;The module's own classes&lt;/b&gt; need no labels either, where the module was trained to tell classes, such as so2sat-lcz-resnet20 local climate zones.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Ein Raster wählen und starten: Das eingebaute Modul braucht keinen Download. Die Klasse jeder Zelle ergibt sich aus den Pixeln um sie herum (ihrem Fenster), so dass die Textur zählt und nicht nur die Farbe.&lt;/p&gt;&lt;p&gt;Die Klassen sind Cluster, von groß nach klein nummeriert und nach ihrem Aussehen benannt. Die Namen sind ehrliche Vorschläge aus mittlerer Reflexion und Indizes; der Bericht sagt, wie jeder zustande kam.&lt;/p&gt;&lt;p&gt;Mit einem &lt;b&gt;Trainingslayer&lt;/b&gt; sind die Klassen die eigenen: Ein Klassifikator wird auf den beschrifteten Zellen trainiert, und der Bericht sagt, wie gut er auf zurückgehaltenen Polygonen ist. Eine &lt;b&gt;Klassifikatordatei&lt;/b&gt; ohne Trainingslayer wendet einen früher trainierten Klassifikator an. &lt;b&gt;Die eigenen Klassen des Moduls&lt;/b&gt; brauchen ebenfalls keine Beispielflächen, wenn das Modul Klassen gelernt hat, wie so2sat-lcz-resnet20 die lokalen Klimazonen.&lt;/p&gt;&lt;p&gt;Ein abgebrochener Lauf geht weiter, wo er war, wenn er mit denselben Eingaben neu gestartet wird.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Multispectral raster</source>
   <translation>Multispektrales Raster</translation>
  </message>
  <message>
   <source>A raster with several spectral bands, Sentinel-2 above all. It is read block by block and never changed.</source>
   <translation>Ein Raster mit mehreren Spektralbändern, vor allem von Sentinel-2. Es wird blockweise gelesen und nie verändert.</translation>
  </message>
  <message>
   <source>What turns a window into a feature vector: 'builtin' (needs no download and takes any bands), a name from the catalogue (such as so2sat-ms-resnet50), a module folder, a .tar.gz file, a bundle (*.so2sat) that carries a built-in module, or the handle (URL) of a TensorFlow Hub module. Modules from the internet must be fetched once with 'Get module'.</source>
   <translation>Was aus einem Fenster einen Merkmalsvektor macht: 'builtin' (braucht keinen Download und nimmt beliebige Bänder), ein Name aus dem Katalog (wie so2sat-ms-resnet50), ein Modulordner, eine .tar.gz-Datei, ein Bündel (*.so2sat), das ein eingebautes Modul enthält, oder die Adresse (URL) eines TensorFlow-Hub-Moduls. Module aus dem Internet müssen einmal mit 'Modul holen' geholt werden.</translation>
  </message>
  <message>
   <source>Cell size (m)</source>
   <translation>Zellgröße (m)</translation>
  </message>
  <message>
   <source>Side of one cell of the result, in metres; it is rounded to whole pixels of the raster. Half the size means four times the cells, and up to four times the time. Not set, it is the finest that a run of about ten seconds allows, ten pixels at most.</source>
   <translation>Seitenlänge einer Zelle des Ergebnisses in Metern; sie wird auf ganze Pixel des Rasters gerundet. Halbe Größe heißt viermal so viele Zellen und bis zur vierfachen Zeit. Ohne Angabe die feinste, die ein Lauf von etwa zehn Sekunden erlaubt, höchstens zehn Pixel.</translation>
  </message>
  <message>
   <source>Cell size (pixels)</source>
   <translation>Zellgröße (Pixel)</translation>
  </message>
  <message>
   <source>Side of one cell of the result in pixels of the raster, which is the distance from one window to the next (the stride). 0 leaves it to the cell size in metres.</source>
   <translation>Seitenlänge einer Zelle des Ergebnisses in Pixeln des Rasters, zugleich der Abstand von einem Fenster zum nächsten (die Schrittweite). 0 überlässt es der Zellgröße in Metern.</translation>
  </message>
  <message>
   <source>Bands in the module's order</source>
   <translation>Bänder in der Reihenfolge des Moduls</translation>
  </message>
  <message>
   <source>Leave empty to have the bands found by their names or wavelengths, or by known orders (10 bands of So2Sat, 12 of Sentinel-2 L2A, 13 of L1C). What was found is shown in the log.</source>
   <translation>Leer lassen, damit die Bänder an Namen oder Wellenlängen erkannt werden oder an bekannten Reihenfolgen (10 Bänder von So2Sat, 12 von Sentinel-2 L2A, 13 von L1C). Was gefunden wurde, steht im Protokoll.</translation>
  </message>
  <message>
   <source>Value that means reflectance 1</source>
   <translation>Wert, der Reflexion 1 bedeutet</translation>
  </message>
  <message>
   <source>10000 for Sentinel-2 products, 1 for float reflectance. 0 chooses by the raster's metadata, then by its values; what was chosen is shown in the log.</source>
   <translation>10000 bei Sentinel-2-Produkten, 1 bei Reflexion als Gleitkommazahl. 0 wählt nach den Metadaten des Rasters, dann nach seinen Werten; die Wahl steht im Protokoll.</translation>
  </message>
  <message>
   <source>Window (m)</source>
   <translation>Fenster (m)</translation>
  </message>
  <message>
   <source>Side of the square that the module sees around each cell. 0 takes what the module was trained on (320 m for the So2Sat ones); for the built-in module 320 m too, but at least 24 pixels and a cell and at most 32 pixels. What was chosen is shown in the log.</source>
   <translation>Seitenlänge des Quadrats, das das Modul um jede Zelle sieht. 0 nimmt, worauf das Modul trainiert wurde (320 m bei denen von So2Sat); beim eingebauten Modul ebenfalls 320 m, aber mindestens 24 Pixel und eine Zelle und höchstens 32 Pixel. Was gewählt wurde, steht im Protokoll.</translation>
  </message>
  <message>
   <source>Window (pixels)</source>
   <translation>Fenster (Pixel)</translation>
  </message>
  <message>
   <source>The same in pixels of the raster that is read; it wins over metres. 0 leaves it to those.</source>
   <translation>Dasselbe in Pixeln des Rasters, das gelesen wird; es gilt vor Metern. 0 überlässt es diesen.</translation>
  </message>
  <message>
   <source>Enlarge windows to (pixels)</source>
   <translation>Fenster vergrößern auf (Pixel)</translation>
  </message>
  <message>
   <source>Side in pixels that windows are enlarged to before the module sees them. 0 takes what the catalogue says (224 for the ResNet-50 modules), else the window's own size. Set it for a module that the catalogue does not know.</source>
   <translation>Seitenlänge in Pixeln, auf die Fenster vergrößert werden, bevor das Modul sie sieht. 0 nimmt, was der Katalog sagt (224 bei den ResNet-50-Modulen), sonst die Größe des Fensters selbst. Für Module setzen, die der Katalog nicht kennt.</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Ausdehnung</translation>
  </message>
  <message>
   <source>Only the cells that touch this extent are computed; it never moves the cells. Empty means the whole raster.</source>
   <translation>Nur die Zellen, die diese Ausdehnung berühren, werden berechnet; sie verschiebt die Zellen nie. Leer bedeutet das ganze Raster.</translation>
  </message>
  <message>
   <source>Grid</source>
   <translation>Gitter</translation>
  </message>
  <message>
   <source>Automatic warps a raster whose pixels are not square on the ground, or far from the size that the module was trained on (10 m for So2Sat), to square pixels of that size, and says so; others keep their grid.</source>
   <translation>Automatisch entzerrt ein Raster, dessen Pixel am Boden nicht quadratisch sind oder stark von der Größe abweichen, auf der das Modul trainiert wurde (10 m bei So2Sat), auf quadratische Pixel dieser Größe und sagt es; andere behalten ihr Gitter.</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>The raster's own</source>
   <translation>Das eigene des Rasters</translation>
  </message>
  <message>
   <source>Warped</source>
   <translation>Entzerrt</translation>
  </message>
  <message>
   <source>Mask (what to leave out)</source>
   <translation>Maske (was weggelassen wird)</translation>
  </message>
  <message>
   <source>Clouds or anything else to leave out: a raster such as a cloud mask, on any grid and in any CRS, or polygons. What it leaves out counts as nodata; beyond its edge nothing is left out.</source>
   <translation>Wolken oder anderes, das wegbleiben soll: ein Raster wie eine Wolkenmaske, auf beliebigem Gitter und in beliebigem KBS, oder Polygone. Was sie auslässt, zählt als Nodata; jenseits ihres Randes wird nichts ausgelassen.</translation>
  </message>
  <message>
   <source>Mask values to leave out</source>
   <translation>Maskenwerte, die wegbleiben</translation>
  </message>
  <message>
   <source>Which values of a mask raster are left out: numbers, ranges and bits, such as &lt;code&gt;3, 8-10&lt;/code&gt; or &lt;code&gt;bit 3, bit 4&lt;/code&gt;. Empty: every value but 0 and nodata; of Sentinel-2's scene classification 0, 1, 3, 8-11 (cloud, cirrus, shadow, snow, saturated).</source>
   <translation>Welche Werte eines Maskenrasters wegbleiben: Zahlen, Bereiche und Bits, wie &lt;code&gt;3, 8-10&lt;/code&gt; oder &lt;code&gt;bit 3, bit 4&lt;/code&gt;. Leer: jeder Wert außer 0 und Nodata; bei der Szenenklassifikation von Sentinel-2 0, 1, 3, 8-11 (Wolken, Zirren, Schatten, Schnee, Sättigung).</translation>
  </message>
  <message>
   <source>Leave out clouds by the raster's SCL band</source>
   <translation>Wolken nach dem SCL-Band des Rasters weglassen</translation>
  </message>
  <message>
   <source>Where the raster carries Sentinel-2's scene classification (a band named SCL, as 'Stack bands' makes it of an L2A product): cloud, cirrus, cloud shadow, snow and saturated pixels count as nodata.</source>
   <translation>Wenn das Raster die Szenenklassifikation von Sentinel-2 enthält (ein Band namens SCL, wie 'Bänder stapeln' es aus einem L2A-Produkt macht): Wolken, Zirren, Wolkenschatten, Schnee und gesättigte Pixel zählen als Nodata.</translation>
  </message>
  <message>
   <source>Mode</source>
   <translation>Modus</translation>
  </message>
  <message>
   <source>Exact embeds every window by itself. Dense runs the module once over each block and averages its feature map over the windows: much faster where windows overlap, but for most modules another function. Automatic is dense where both give the same values (the built-in module), else exact.</source>
   <translation>Exakt bettet jedes Fenster für sich ein. Dicht lässt das Modul einmal über jeden Block laufen und mittelt seine Merkmalskarte über die Fenster: viel schneller, wo Fenster überlappen, aber bei den meisten Modulen eine andere Funktion. Automatisch ist dicht, wo beide dieselben Werte geben (das eingebaute Modul), sonst exakt.</translation>
  </message>
  <message>
   <source>Exact</source>
   <translation>Exakt</translation>
  </message>
  <message>
   <source>Dense</source>
   <translation>Dicht</translation>
  </message>
  <message>
   <source>Map dense features to exact ones</source>
   <translation>Dichte Merkmale auf exakte abbilden</translation>
  </message>
  <message>
   <source>Where dense is another function than exact: embed a sample of windows exactly and fit a linear map from dense to exact features. The agreement reached is logged and kept with the result either way.</source>
   <translation>Wo dicht eine andere Funktion ist als exakt: eine Stichprobe von Fenstern exakt einbetten und eine lineare Abbildung von dichten auf exakte Merkmale anpassen. Die erreichte Übereinstimmung steht in jedem Fall im Protokoll und beim Ergebnis.</translation>
  </message>
  <message>
   <source>Backend</source>
   <translation>Rechenwerk</translation>
  </message>
  <message>
   <source>What computes. Automatic takes the fastest that reads the module and says which.</source>
   <translation>Womit gerechnet wird. Automatisch nimmt das schnellste, das das Modul liest, und sagt welches.</translation>
  </message>
  <message>
   <source>TensorFlow</source>
   <translation>TensorFlow</translation>
  </message>
  <message>
   <source>OpenVINO</source>
   <translation>OpenVINO</translation>
  </message>
  <message>
   <source>Half precision</source>
   <translation>Halbe Genauigkeit</translation>
  </message>
  <message>
   <source>Multiply in half precision (bfloat16 on new CPUs, float16 on NVIDIA GPUs) where the hardware has it: about twice as fast. What it changes is measured on windows of the raster, logged and kept with the result; where it would be more than 2 %, float32 is used.</source>
   <translation>Mit halber Genauigkeit multiplizieren (bfloat16 auf neuen CPUs, float16 auf NVIDIA-GPUs), wo die Hardware sie hat: etwa doppelt so schnell. Was sich dadurch ändert, wird an Fenstern des Rasters gemessen, protokolliert und beim Ergebnis aufbewahrt; wäre es mehr als 2 %, wird float32 verwendet.</translation>
  </message>
  <message>
   <source>Largest share of nodata</source>
   <translation>Größter Nodata-Anteil</translation>
  </message>
  <message>
   <source>A cell whose window has a larger share of invalid pixels than this becomes nodata.</source>
   <translation>Eine Zelle, deren Fenster einen größeren Anteil ungültiger Pixel hat, wird Nodata.</translation>
  </message>
  <message>
   <source>Training layer</source>
   <translation>Trainingslayer</translation>
  </message>
  <message>
   <source>Polygons or points with known classes, in any CRS. A cell whose centre lies in a polygon, or that holds a point, is a sample; a polygon too small to hold a cell's centre stands for the cell that it lies in. Several polygons of each class, spread over the raster, make both the classifier and its figures better.</source>
   <translation>Polygone oder Punkte mit bekannten Klassen, in beliebigem KBS. Eine Zelle, deren Mitte in einem Polygon liegt oder die einen Punkt enthält, ist eine Probe; ein Polygon, das zu klein für die Mitte einer Zelle ist, steht für die Zelle, in der es liegt. Mehrere Polygone jeder Klasse, über das Raster verteilt, machen den Klassifikator und seine Zahlen besser.</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Feld mit der Klasse</translation>
  </message>
  <message>
   <source>Text or whole numbers. Numbers from 1 on become the codes of the map; features without a label are left out.</source>
   <translation>Text oder ganze Zahlen. Zahlen ab 1 werden die Codes der Karte; Objekte ohne Eintrag bleiben weg.</translation>
  </message>
  <message>
   <source>Classifier</source>
   <translation>Klassifikator</translation>
  </message>
  <message>
   <source>&lt;b&gt;Automatic&lt;/b&gt; lets random forests and a logistic regression on different views of a cell vote, which serves better than any one of them, unless one alone is clearly better on what was held out.</source>
   <translation>&lt;b&gt;Automatisch&lt;/b&gt; lässt Random Forests und eine logistische Regression auf verschiedenen Sichten einer Zelle abstimmen, was besser ist als jede für sich, außer wenn eine allein auf dem Zurückgehaltenen deutlich besser ist.</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatisch</translation>
  </message>
  <message>
   <source>logistic regression</source>
   <translation>logistische Regression</translation>
  </message>
  <message>
   <source>linear SVM</source>
   <translation>lineare SVM</translation>
  </message>
  <message>
   <source>RBF SVM</source>
   <translation>RBF-SVM</translation>
  </message>
  <message>
   <source>random forest</source>
   <translation>Random Forest</translation>
  </message>
  <message>
   <source>extra trees</source>
   <translation>Extra Trees</translation>
  </message>
  <message>
   <source>histogram gradient boosting</source>
   <translation>Histogramm-Gradient-Boosting</translation>
  </message>
  <message>
   <source>k nearest neighbours</source>
   <translation>k nächste Nachbarn</translation>
  </message>
  <message>
   <source>multilayer perceptron</source>
   <translation>mehrschichtiges Perzeptron</translation>
  </message>
  <message>
   <source>Classifier file</source>
   <translation>Klassifikatordatei</translation>
  </message>
  <message>
   <source>A classifier that was trained before (a bundle, *.so2sat), to be applied to this scene. It sets module, window, cell size, mode and the rest as it was trained with; what you set otherwise is told, and set aside where the classifier depends on it.</source>
   <translation>Ein früher trainierter Klassifikator (ein Bündel, *.so2sat), der auf diese Szene angewendet wird. Er legt Modul, Fenster, Zellgröße, Modus und alles Übrige so fest, wie er trainiert wurde; was anders eingestellt ist, wird gemeldet und nicht beachtet, wo der Klassifikator davon abhängt.</translation>
  </message>
  <message>
   <source>Use the module's own classes</source>
   <translation>Die eigenen Klassen des Moduls verwenden</translation>
  </message>
  <message>
   <source>Where the module was trained to tell classes itself, as so2sat-lcz-resnet20 tells local climate zones: map those. Needs no labels.</source>
   <translation>Wenn das Modul selbst Klassen gelernt hat, wie so2sat-lcz-resnet20 die lokalen Klimazonen: diese kartieren. Braucht keine Beispielflächen.</translation>
  </message>
  <message>
   <source>Clustering method</source>
   <translation>Clusterverfahren</translation>
  </message>
  <message>
   <source>&lt;b&gt;k-means&lt;/b&gt; is quick and a good first choice. &lt;b&gt;Mini-batch k-means&lt;/b&gt; is quicker still on a large sample. &lt;b&gt;Gaussian mixture&lt;/b&gt; allows clusters of different size and shape and often parts land cover best. &lt;b&gt;Birch&lt;/b&gt; joins small groups from the bottom up. &lt;b&gt;HDBSCAN&lt;/b&gt; looks for dense groups and finds their number itself, at most CLUSTERS; embeddings of overlapping windows pass into one another, so expect few. Cells in no dense group get the cluster of their nearest neighbours.</source>
   <translation>&lt;b&gt;k-Means&lt;/b&gt; ist schnell und eine gute erste Wahl. &lt;b&gt;Mini-Batch-k-Means&lt;/b&gt; ist bei einer großen Stichprobe noch schneller. &lt;b&gt;Gauß-Mischung&lt;/b&gt; erlaubt Cluster verschiedener Größe und Form und trennt Landbedeckung oft am besten. &lt;b&gt;Birch&lt;/b&gt; fügt kleine Gruppen von unten zusammen. &lt;b&gt;HDBSCAN&lt;/b&gt; sucht dichte Gruppen und findet ihre Zahl selbst, höchstens CLUSTERS; Einbettungen überlappender Fenster gehen ineinander über, also sind wenige zu erwarten. Zellen in keiner dichten Gruppe bekommen den Cluster ihrer nächsten Nachbarn.</translation>
  </message>
  <message>
   <source>k-means</source>
   <translation>k-Means</translation>
  </message>
  <message>
   <source>Mini-batch k-means</source>
   <translation>Mini-Batch-k-Means</translation>
  </message>
  <message>
   <source>Gaussian mixture</source>
   <translation>Gauß-Mischung</translation>
  </message>
  <message>
   <source>Birch</source>
   <translation>Birch</translation>
  </message>
  <message>
   <source>HDBSCAN on a sample, the rest assigned</source>
   <translation>HDBSCAN auf einer Stichprobe, der Rest zugeordnet</translation>
  </message>
  <message>
   <source>Number of clusters</source>
   <translation>Anzahl Cluster</translation>
  </message>
  <message>
   <source>How many clusters to make. Too many is easier to mend than too few: merge alike ones afterwards.</source>
   <translation>Wie viele Cluster gebildet werden. Zu viele sind leichter zu beheben als zu wenige: ähnliche danach zusammenlegen.</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>Startwert</translation>
  </message>
  <message>
   <source>Seed of the random choices. The same inputs and seed give the same map.</source>
   <translation>Startwert der Zufallswahl. Gleiche Eingaben und gleicher Startwert geben dieselbe Karte.</translation>
  </message>
  <message>
   <source>Sampled cells</source>
   <translation>Zellen der Stichprobe</translation>
  </message>
  <message>
   <source>How many cells, spread evenly over the raster, the clusters are fitted on. All cells are then given to the clusters found. More takes longer and seldom changes the map.</source>
   <translation>An wie viele Zellen, gleichmäßig über das Raster verteilt, die Cluster angepasst werden. Danach wird jede Zelle den gefundenen Clustern zugeordnet. Mehr dauert länger und ändert die Karte selten.</translation>
  </message>
  <message>
   <source>View</source>
   <translation>Sicht</translation>
  </message>
  <message>
   <source>What the classifier sees of a cell. &lt;b&gt;Spectrum&lt;/b&gt;: mean and deviation of each band over the cell's own pixels, indices of them, and the same over the 3 × 3 cells around. &lt;b&gt;Embedding&lt;/b&gt;: the feature vector of the window. &lt;b&gt;Automatic&lt;/b&gt; lets both vote, unless one alone is clearly better on what was held out.</source>
   <translation>Was der Klassifikator von einer Zelle sieht. &lt;b&gt;Spektrum&lt;/b&gt;: Mittel und Abweichung jedes Bandes über die Pixel der Zelle selbst, Indizes daraus und dasselbe über die 3 × 3 Zellen ringsum. &lt;b&gt;Einbettung&lt;/b&gt;: der Merkmalsvektor des Fensters. &lt;b&gt;Automatisch&lt;/b&gt; lässt beide abstimmen, außer wenn eine allein auf dem Zurückgehaltenen deutlich besser ist.</translation>
  </message>
  <message>
   <source>spectrum</source>
   <translation>Spektrum</translation>
  </message>
  <message>
   <source>embedding</source>
   <translation>Einbettung</translation>
  </message>
  <message>
   <source>both</source>
   <translation>beide</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Glättung</translation>
  </message>
  <message>
   <source>Class probabilities averaged over neighbouring cells before the likeliest class is taken. &lt;b&gt;Automatic&lt;/b&gt; does so where that is better on what was held out.</source>
   <translation>Klassenwahrscheinlichkeiten über Nachbarzellen gemittelt, bevor die wahrscheinlichste Klasse genommen wird. &lt;b&gt;Automatisch&lt;/b&gt; tut das, wo es auf dem Zurückgehaltenen besser ist.</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>3 × 3 cells</source>
   <translation>3 × 3 Zellen</translation>
  </message>
  <message>
   <source>How long training may take, on two cores with 10,000 labelled cells; with fewer it takes less. &lt;b&gt;Quick&lt;/b&gt; and &lt;b&gt;normal&lt;/b&gt; try random forests and logistic regression on each view, normal on more of the labelled cells. &lt;b&gt;Thorough&lt;/b&gt; takes more cells still, and tries all other kinds of classifiers too.</source>
   <translation>Wie lange das Training dauern darf, auf zwei Kernen mit 10.000 Zellen unter Beispielflächen; mit weniger geht es schneller. &lt;b&gt;Schnell&lt;/b&gt; und &lt;b&gt;normal&lt;/b&gt; versuchen Random Forests und logistische Regression auf jeder Sicht, normal mit mehr von diesen Zellen. &lt;b&gt;Gründlich&lt;/b&gt; nimmt noch mehr Zellen und versucht auch alle anderen Arten von Klassifikatoren.</translation>
  </message>
  <message>
   <source>quick: up to half a minute</source>
   <translation>schnell: bis eine halbe Minute</translation>
  </message>
  <message>
   <source>normal: up to a minute</source>
   <translation>normal: bis eine Minute</translation>
  </message>
  <message>
   <source>thorough: up to 10 minutes</source>
   <translation>gründlich: bis 10 Minuten</translation>
  </message>
  <message>
   <source>Further dates</source>
   <translation>Weitere Zeitpunkte</translation>
  </message>
  <message>
   <source>Rasters of the same place on other dates; those on other grids are warped to that of INPUT. With labels the dates stand side by side, so that seasons tell crops apart: give a bundle as many, in the same order. Clusters and the module's own classes average them. A cell that is cloud or nodata on one date is judged by the others.</source>
   <translation>Raster desselben Ortes zu anderen Zeitpunkten; solche auf anderen Gittern werden auf das von INPUT gebracht. Mit Beispielflächen stehen die Zeitpunkte nebeneinander, so dass Jahreszeiten Feldfrüchte unterscheiden: Einem Bündel ebenso viele geben, in derselben Reihenfolge. Cluster und die eigenen Klassen des Moduls mitteln sie. Eine Zelle, die zu einem Zeitpunkt Wolke oder Nodata ist, wird nach den anderen beurteilt.</translation>
  </message>
  <message>
   <source>Principal components kept</source>
   <translation>Behaltene Hauptkomponenten</translation>
  </message>
  <message>
   <source>Write only this many principal components, fitted on a sample of this raster, into the embedding raster; 0 keeps all dimensions. Components of two rasters cannot be compared.</source>
   <translation>Nur so viele Hauptkomponenten, an eine Stichprobe dieses Rasters angepasst, in das Einbettungsraster schreiben; 0 behält alle Dimensionen. Komponenten zweier Raster sind nicht vergleichbar.</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Genauigkeit</translation>
  </message>
  <message>
   <source>How the embedding raster stores its values: uint16 takes half and uint8 a quarter of the disk, with scale and offset that QGIS applies by itself. The error it causes is logged and kept in the metadata.</source>
   <translation>Wie das Einbettungsraster seine Werte speichert: uint16 braucht die Hälfte und uint8 ein Viertel des Platzes, mit Skala und Versatz, die QGIS selbst anwendet. Der Fehler dadurch steht im Protokoll und in den Metadaten.</translation>
  </message>
  <message>
   <source>float32</source>
   <translation>float32</translation>
  </message>
  <message>
   <source>uint16</source>
   <translation>uint16</translation>
  </message>
  <message>
   <source>uint8</source>
   <translation>uint8</translation>
  </message>
  <message>
   <source>Dask cluster</source>
   <translation>Dask-Cluster</translation>
  </message>
  <message>
   <source>Address of a Dask scheduler (tcp://… or tls://…), or its scheduler file: its workers embed, block by block, with the same result. Empty computes on this computer. The runtime must have Dask ('Set up runtime', For a Dask cluster too), the workers the plugin's wheel: see 'Past one machine' in the documentation. Whoever reaches an open scheduler can run anything on its workers.</source>
   <translation>Adresse eines Dask-Schedulers (tcp://… oder tls://…) oder seine Scheduler-Datei: Seine Worker betten Block für Block ein, mit demselben Ergebnis. Leer wird auf diesem Rechner gerechnet. Die Laufzeitumgebung muss Dask haben ('Laufzeitumgebung einrichten', Auch für einen Dask-Cluster), die Worker das Wheel der Erweiterung: siehe 'Past one machine' in der Dokumentation. Wer einen offenen Scheduler erreicht, kann auf dessen Workern alles ausführen.</translation>
  </message>
  <message>
   <source>Folder that the cluster sees</source>
   <translation>Ordner, den der Cluster sieht</translation>
  </message>
  <message>
   <source>Where the cluster's workers find the run and leave what they compute: a folder that this computer and they see. Empty is the plugin's home folder, which does where that lies on a shared disk. Maps need no such folder where windows are exact: their codes are sent back.</source>
   <translation>Wo die Worker des Clusters den Lauf finden und ablegen, was sie berechnen: ein Ordner, den dieser Rechner und sie sehen. Leer ist es der Ordner der Erweiterung im Benutzerverzeichnis, was genügt, wenn er auf einem gemeinsamen Laufwerk liegt. Karten brauchen keinen solchen Ordner, wenn Fenster exakt sind: Ihre Codes werden zurückgesendet.</translation>
  </message>
  <message>
   <source>Go on here when the cluster is gone</source>
   <translation>Hier weitermachen, wenn der Cluster ausfällt</translation>
  </message>
  <message>
   <source>Where the scheduler cannot be reached, or is lost and does not come back within a minute, this computer does the rest. Otherwise the run ends; what was computed is kept for the next.</source>
   <translation>Ist der Scheduler nicht erreichbar oder geht er verloren und kommt nicht binnen einer Minute zurück, rechnet dieser Rechner den Rest. Sonst endet der Lauf; was berechnet ist, bleibt für den nächsten.</translation>
  </message>
  <message>
   <source>GeoTIFF: classes from 1, 0 is nodata, on the input's grid, with names and colours.</source>
   <translation>GeoTIFF: Klassen ab 1, 0 ist Nodata, auf dem Gitter der Eingabe, mit Namen und Farben.</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Bericht</translation>
  </message>
  <message>
   <source>Without labels: clusters with area and share, their spectra and indices, and how their names came about. With a training layer: how good the classifier is.</source>
   <translation>Ohne Beispielflächen: Cluster mit Fläche und Anteil, ihre Spektren und Indizes, und wie ihre Namen zustande kamen. Mit Trainingslayer: wie gut der Klassifikator ist.</translation>
  </message>
  <message>
   <source>Trained classifier</source>
   <translation>Trainierter Klassifikator</translation>
  </message>
  <message>
   <source>With a training layer: where to keep the classifier (a bundle), to map other scenes or dates with it. Skipped, it is kept beside the map, under the map's name.</source>
   <translation>Mit Trainingslayer: wo der Klassifikator (ein Bündel) aufbewahrt wird, um damit andere Szenen oder Zeitpunkte zu kartieren. Ohne Angabe liegt er neben der Karte, unter ihrem Namen.</translation>
  </message>
  <message>
   <source>Confidence</source>
   <translation>Konfidenz</translation>
  </message>
  <message>
   <source>With labels, a classifier file or the module's own classes: the probability of each cell's class in percent (uint8, 255 is nodata). It is calibrated on held-out polygons, but for the module's own classes, which are as sure as they are.</source>
   <translation>Mit Beispielflächen, Klassifikatordatei oder den eigenen Klassen des Moduls: die Wahrscheinlichkeit der Klasse jeder Zelle in Prozent (uint8, 255 ist Nodata). Sie ist auf zurückgehaltenen Polygonen kalibriert, außer bei den eigenen Klassen des Moduls, die so sicher sind, wie sie sind.</translation>
  </message>
  <message>
   <source>Embedding raster</source>
   <translation>Einbettungsraster</translation>
  </message>
  <message>
   <source>Keep the feature vectors too, to cluster them otherwise or to train a classifier on them.</source>
   <translation>Auch die Merkmalsvektoren behalten, um sie anders zu clustern oder einen Klassifikator darauf zu trainieren.</translation>
  </message>
  <message>
   <source>Plan</source>
   <translation>Plan</translation>
  </message>
  <message>
   <source>Write the run as a plan instead of computing it: any number of processes and machines then compute it, without QGIS, and write the map ('Past one machine' in the documentation).</source>
   <translation>Den Lauf als Plan schreiben, statt ihn zu berechnen: Beliebig viele Prozesse und Rechner berechnen ihn dann ohne QGIS und schreiben die Karte ('Past one machine' in der Dokumentation).</translation>
  </message>
  <message>
   <source>Folder of the module used</source>
   <translation>Ordner des verwendeten Moduls</translation>
  </message>
  <message>
   <source>Embed raster</source>
   <translation>Raster einbetten</translation>
  </message>
  <message>
   <source>Land cover, step by step</source>
   <translation>Landbedeckung, Schritt für Schritt</translation>
  </message>
  <message>
   <source>Turns every window of a multispectral raster into a feature vector and writes them as a raster.</source>
   <translation>Macht aus jedem Fenster eines multispektralen Rasters einen Merkmalsvektor und schreibt sie als Raster.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result is an &lt;b&gt;embedding raster&lt;/b&gt;: one cell a stride, one band a feature, aligned to the input. It remembers the module, window, stride, mode, bands and scaling it was made with, so that later steps can check that things fit. Cluster it with 'Cluster embedding raster', or train a classifier on it.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Das Ergebnis ist ein &lt;b&gt;Einbettungsraster&lt;/b&gt;: eine Zelle je Schritt, ein Band je Merkmal, am Gitter der Eingabe. Es merkt sich Modul, Fenster, Schrittweite, Modus, Bänder und Skalierung, so dass spätere Schritte prüfen können, ob alles zusammenpasst. Mit 'Einbettungsraster clustern' gruppieren oder einen Klassifikator darauf trainieren.&lt;/p&gt;&lt;p&gt;Ein abgebrochener Lauf geht weiter, wo er war, wenn er mit denselben Eingaben neu gestartet wird.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>GeoTIFF, float32, one band a feature (e0001 …), then the mean and standard deviation of each of the raster's bands over the cell's own pixels (mean_B2 …, sd_B2 …); nodata is NaN.</source>
   <translation>GeoTIFF, float32, ein Band je Merkmal (e0001 …), dann Mittelwert und Standardabweichung jedes Bandes des Rasters über die Pixel der Zelle selbst (mean_B2 …, sd_B2 …); Nodata ist NaN.</translation>
  </message>
  <message>
   <source>Cluster embedding raster</source>
   <translation>Einbettungsraster clustern</translation>
  </message>
  <message>
   <source>Groups the cells of an embedding raster by likeness, without labels, and names the groups by looks.</source>
   <translation>Gruppiert die Zellen eines Einbettungsrasters nach Ähnlichkeit, ohne Beispielflächen, und benennt die Gruppen nach ihrem Aussehen.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The map has one class a cluster, numbered from the largest to the smallest, named by what its mean spectrum looks like ('1 · water-like', '2 · dense vegetation' …) and coloured to match. Names are suggestions; the report says how each came about. They need the cell statistics that 'Embed raster' writes beside the features; without them they are neutral.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features, standardised.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Die Karte hat eine Klasse je Cluster, vom größten zum kleinsten nummeriert, nach dem Aussehen des mittleren Spektrums benannt ('1 · water-like', '2 · dense vegetation' …) und passend gefärbt. Namen sind Vorschläge; der Bericht sagt, wie jeder zustande kam. Sie brauchen die Zellstatistik, die 'Raster einbetten' neben die Merkmale schreibt; ohne sie sind sie neutral.&lt;/p&gt;&lt;p&gt;Ein Raster, das keine Einbettung ist, geht auch: Seine Bänder sind die Merkmale, standardisiert.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be clustered.</source>
   <translation>Ein Raster von 'Raster einbetten' oder ein anderes, dessen Bänder geclustert werden sollen.</translation>
  </message>
  <message>
   <source>Cluster map</source>
   <translation>Clusterkarte</translation>
  </message>
  <message>
   <source>The map: classes from 1, 0 is nodata, on the grid of the input, with names and colours.</source>
   <translation>Die Karte: Klassen ab 1, 0 ist Nodata, auf dem Gitter der Eingabe, mit Namen und Farben.</translation>
  </message>
  <message>
   <source>Clusters with area and share, their spectra and indices, and how their names came about.</source>
   <translation>Cluster mit Fläche und Anteil, ihre Spektren und Indizes, und wie ihre Namen zustande kamen.</translation>
  </message>
  <message>
   <source>Train classifier</source>
   <translation>Klassifikator trainieren</translation>
  </message>
  <message>
   <source>Trains a classifier on labelled cells of an embedding raster and states honestly how good it is.</source>
   <translation>Trainiert einen Klassifikator auf beschrifteten Zellen eines Einbettungsrasters und sagt ehrlich, wie gut er ist.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result is a &lt;b&gt;bundle&lt;/b&gt; (*.so2sat): the classifier with its classes, colours, figures and the embedding that it needs. Apply it with 'Classify with bundle', to this raster or to another embedded the same way.&lt;/p&gt;&lt;p&gt;The report's headline comes from polygons that were held out; the usual random split stands beside it, and so does the same procedure on plain pixels, on the spectrum and on the embedding alone. It shows which classes are confused, which samples look mislabelled and whether more labels would help; a JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Das Ergebnis ist ein &lt;b&gt;Bündel&lt;/b&gt; (*.so2sat): der Klassifikator mit seinen Klassen, Farben, Zahlen und der Einbettung, die er braucht. Mit 'Mit Bündel klassifizieren' auf dieses Raster anwenden oder auf ein anderes, das genauso eingebettet ist.&lt;/p&gt;&lt;p&gt;Die wichtigste Zahl des Berichts stammt von zurückgehaltenen Polygonen; die übliche zufällige Aufteilung steht daneben, ebenso dasselbe Verfahren auf bloßen Pixeln, auf dem Spektrum und auf der Einbettung allein. Er zeigt, welche Klassen verwechselt werden, welche Proben falsch beschriftet aussehen und ob mehr Beispielflächen helfen würden; eine JSON-Datei gleichen Namens enthält die Zahlen.&lt;/p&gt;&lt;p&gt;Ein Raster, das keine Einbettung ist, geht auch: Seine Bänder sind die Merkmale.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be the features.</source>
   <translation>Ein Raster von 'Raster einbetten' oder ein anderes, dessen Bänder die Merkmale sein sollen.</translation>
  </message>
  <message>
   <source>Validation</source>
   <translation>Validierung</translation>
  </message>
  <message>
   <source>How accuracy is measured. &lt;b&gt;Polygons held out&lt;/b&gt;: each polygon is predicted by a classifier that did not see it. &lt;b&gt;Spatial blocks&lt;/b&gt;: each square block of the raster likewise, which is stricter where polygons lie close together, and right for points. &lt;b&gt;Random&lt;/b&gt;: cells at random, which flatters. &lt;b&gt;A second layer&lt;/b&gt;: the layer TEST.</source>
   <translation>Wie die Genauigkeit gemessen wird. &lt;b&gt;Zurückgehaltene Polygone&lt;/b&gt;: Jedes Polygon wird von einem Klassifikator vorhergesagt, der es nicht gesehen hat. &lt;b&gt;Räumliche Blöcke&lt;/b&gt;: ebenso jeder quadratische Block des Rasters, was strenger ist, wo Polygone eng beisammenliegen, und richtig bei Punkten. &lt;b&gt;Zufällig&lt;/b&gt;: zufällige Zellen, was schmeichelt. &lt;b&gt;Ein zweiter Layer&lt;/b&gt;: der Layer TEST.</translation>
  </message>
  <message>
   <source>polygons held out</source>
   <translation>zurückgehaltene Polygone</translation>
  </message>
  <message>
   <source>spatial blocks</source>
   <translation>räumliche Blöcke</translation>
  </message>
  <message>
   <source>random</source>
   <translation>zufällig</translation>
  </message>
  <message>
   <source>a second layer</source>
   <translation>ein zweiter Layer</translation>
  </message>
  <message>
   <source>Test layer</source>
   <translation>Testlayer</translation>
  </message>
  <message>
   <source>Labels in the same field that are not trained on; for VALIDATION = a second layer.</source>
   <translation>Beispielflächen mit demselben Feld, auf denen nicht trainiert wird; bei VALIDATION = ein zweiter Layer.</translation>
  </message>
  <message>
   <source>Folds</source>
   <translation>Teile</translation>
  </message>
  <message>
   <source>Into how many parts polygons (or blocks, or cells) are divided; each part is held out once.</source>
   <translation>In wie viele Teile Polygone (oder Blöcke, oder Zellen) geteilt werden; jeder Teil wird einmal zurückgehalten.</translation>
  </message>
  <message>
   <source>Seed of the random choices. The same inputs and seed give the same result.</source>
   <translation>Startwert der Zufallswahl. Gleiche Eingaben und gleicher Startwert geben dasselbe Ergebnis.</translation>
  </message>
  <message>
   <source>Largest number of samples</source>
   <translation>Größte Zahl von Proben</translation>
  </message>
  <message>
   <source>Where more cells are labelled, this many are drawn, evenly from classes and polygons.</source>
   <translation>Sind mehr Zellen beschriftet, werden so viele gezogen, gleichmäßig aus Klassen und Polygonen.</translation>
  </message>
  <message>
   <source>Further embeddings</source>
   <translation>Weitere Einbettungen</translation>
  </message>
  <message>
   <source>Other embedding rasters of the same place, imported or made here, to compare with in the report: the same labels, held out in the same way.</source>
   <translation>Andere Einbettungsraster desselben Orts, importiert oder hier gemacht, zum Vergleich im Bericht: mit denselben Trainingsdaten, auf dieselbe Weise zurückgehalten.</translation>
  </message>
  <message>
   <source>The classifier with all that is needed to apply it: a bundle (*.so2sat).</source>
   <translation>Der Klassifikator mit allem, was zu seiner Anwendung nötig ist: ein Bündel (*.so2sat).</translation>
  </message>
  <message>
   <source>How good the classifier is. The figures are beside it as JSON, under the same name.</source>
   <translation>Wie gut der Klassifikator ist. Die Zahlen liegen als JSON daneben, unter demselben Namen.</translation>
  </message>
  <message>
   <source>Suspect samples</source>
   <translation>Verdächtige Proben</translation>
  </message>
  <message>
   <source>Samples that look mislabelled: confidently predicted as another class when they were held out.</source>
   <translation>Proben, die falsch beschriftet aussehen: zurückgehalten wurden sie mit Überzeugung als andere Klasse vorhergesagt.</translation>
  </message>
  <message>
   <source>Classify with bundle</source>
   <translation>Mit Bündel klassifizieren</translation>
  </message>
  <message>
   <source>Makes a land-cover map of an embedding raster with a trained classifier.</source>
   <translation>Macht mit einem trainierten Klassifikator eine Landbedeckungskarte aus einem Einbettungsraster.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The raster must be embedded as the one that the bundle was trained on: same module, window, mode and bands. That is checked first. It may be another scene or date. A raster that is no embedding, such as a new scene, is embedded as the bundle was trained: nothing else needs to be set.&lt;/p&gt;&lt;p&gt;The map's classes have the codes, names and colours of training.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Das Raster muss eingebettet sein wie das, auf dem das Bündel trainiert wurde: gleiches Modul, Fenster, gleicher Modus, gleiche Bänder. Das wird zuerst geprüft. Es darf eine andere Szene oder ein anderer Zeitpunkt sein. Ein Raster, das keine Einbettung ist, wie eine neue Szene, wird eingebettet, wie das Bündel trainiert wurde: Sonst ist nichts einzustellen.&lt;/p&gt;&lt;p&gt;Die Klassen der Karte haben Codes, Namen und Farben des Trainings.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster' with the module and window of the bundle's training raster, or a multispectral raster, which is then embedded so.</source>
   <translation>Ein Raster von 'Raster einbetten' mit Modul und Fenster des Trainingsrasters des Bündels oder ein multispektrales Raster, das dann so eingebettet wird.</translation>
  </message>
  <message>
   <source>A classifier made by 'Train classifier' (a bundle, *.so2sat).</source>
   <translation>Ein Klassifikator von 'Klassifikator trainieren' (ein Bündel, *.so2sat).</translation>
  </message>
  <message>
   <source>The map: classes with their codes (uint8, above 255 uint16), 0 is nodata or unclassified.</source>
   <translation>Die Karte: Klassen mit ihren Codes (uint8, über 255 uint16), 0 ist Nodata oder nicht klassifiziert.</translation>
  </message>
  <message>
   <source>Least confidence (%)</source>
   <translation>Kleinste Konfidenz (%)</translation>
  </message>
  <message>
   <source>Cells that are classified with less confidence become 0, unclassified.</source>
   <translation>Zellen mit geringerer Konfidenz werden 0, nicht klassifiziert.</translation>
  </message>
  <message>
   <source>Majority filter (cells)</source>
   <translation>Mehrheitsfilter (Zellen)</translation>
  </message>
  <message>
   <source>Gives each cell the commonest class of the square of this many cells a side around it, which removes specks. 0 leaves the map as it is; an even number counts as the next odd one.</source>
   <translation>Gibt jeder Zelle die häufigste Klasse des Quadrats aus so vielen Zellen Seitenlänge um sie, was Sprenkel entfernt. 0 lässt die Karte, wie sie ist; eine gerade Zahl zählt als nächste ungerade.</translation>
  </message>
  <message>
   <source>The calibrated probability of each cell's class in percent (uint8, 255 is nodata): of the cells at 80, about 80 % should be right where the land looks like the training polygons.</source>
   <translation>Die kalibrierte Wahrscheinlichkeit der Klasse jeder Zelle in Prozent (uint8, 255 ist Nodata): Von den Zellen mit 80 sollten etwa 80 % stimmen, wo das Land wie die Trainingspolygone aussieht.</translation>
  </message>
  <message>
   <source>How far a cell lies from all training samples, 0 to 100 (uint8, 255 is nodata): its distance to the nearest training sample in up to 32 principal components of the standardised features, where 50 is the distance that 95 % of training samples keep to those of other polygons, and 100 is twice that or more. Do not trust the map where it is high: no such land was labelled.</source>
   <translation>Wie weit eine Zelle von allen Trainingsproben entfernt ist, 0 bis 100 (uint8, 255 ist Nodata): ihr Abstand zur nächsten Trainingsprobe in bis zu 32 Hauptkomponenten der standardisierten Merkmale; 50 ist der Abstand, den 95 % der Trainingsproben zu denen anderer Polygone halten, und 100 das Doppelte oder mehr. Der Karte nicht trauen, wo sie hoch ist: Solches Land wurde nicht beschriftet.</translation>
  </message>
  <message>
   <source>More like this</source>
   <translation>Mehr Ähnliches</translation>
  </message>
  <message>
   <source>Shows how alike every cell of a raster is to a few points or polygons: one example may do.</source>
   <translation>Zeigt, wie ähnlich jede Zelle eines Rasters einigen Punkten oder Polygonen ist: Ein Beispiel kann genügen.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Draw one or a few points or polygons on what you look for: ponds, greenhouses, a kind of forest. No second class is needed. Cells are compared by the embedding of their window and by their own spectrum; 100 is the same, 0 no more alike than any two cells of the raster. A cell counts as alike as it is to the three samples nearest to it.&lt;/p&gt;&lt;p&gt;The mask has the cells from the threshold on. The log says what the samples themselves reach, which is a good place to begin. Where several kinds of land are to be told apart, 'Train classifier' does better.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: the spectra of its pixels are compared.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Einen oder einige Punkte oder Polygone auf das Gesuchte zeichnen: Teiche, Gewächshäuser, eine Art Wald. Eine zweite Klasse ist nicht nötig. Zellen werden nach der Einbettung ihres Fensters und nach ihrem eigenen Spektrum verglichen; 100 ist gleich, 0 nicht ähnlicher als zwei beliebige Zellen des Rasters. Eine Zelle gilt als so ähnlich, wie sie den drei nächsten Proben ist.&lt;/p&gt;&lt;p&gt;Die Maske enthält die Zellen ab dem Schwellwert. Das Protokoll sagt, was die Proben selbst erreichen; damit lässt sich gut beginnen. Sollen mehrere Arten von Land unterschieden werden, taugt 'Klassifikator trainieren' mehr.&lt;/p&gt;&lt;p&gt;Auch ein Raster, das keine Einbettung ist, geht: Dann werden die Spektren seiner Pixel verglichen.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be compared.</source>
   <translation>Ein Raster von 'Raster einbetten' oder ein anderes, dessen Bänder verglichen werden sollen.</translation>
  </message>
  <message>
   <source>Samples</source>
   <translation>Proben</translation>
  </message>
  <message>
   <source>Points or polygons on what to look for, in any CRS. Of many cells under them 256 are compared with, drawn at random.</source>
   <translation>Punkte oder Polygone auf dem Gesuchten, in beliebigem KBS. Liegen viele Zellen unter ihnen, wird mit 256 davon verglichen, zufällig gezogen.</translation>
  </message>
  <message>
   <source>Threshold (%)</source>
   <translation>Schwellwert (%)</translation>
  </message>
  <message>
   <source>From which similarity on a cell is in the mask. Lower finds more, and more that is something else.</source>
   <translation>Ab welcher Ähnlichkeit eine Zelle in der Maske ist. Niedriger findet mehr, auch mehr anderes.</translation>
  </message>
  <message>
   <source>Similarity</source>
   <translation>Ähnlichkeit</translation>
  </message>
  <message>
   <source>How alike each cell is, 0 to 100 (uint8, 255 is nodata), on the grid of the input.</source>
   <translation>Wie ähnlich jede Zelle ist, 0 bis 100 (uint8, 255 ist Nodata), auf dem Gitter der Eingabe.</translation>
  </message>
  <message>
   <source>Mask</source>
   <translation>Maske</translation>
  </message>
  <message>
   <source>1 where the similarity is at least the threshold, 0 elsewhere, 255 is nodata.</source>
   <translation>1, wo die Ähnlichkeit mindestens den Schwellwert hat, sonst 0, 255 ist Nodata.</translation>
  </message>
  <message>
   <source>Cells above the threshold</source>
   <translation>Zellen über dem Schwellwert</translation>
  </message>
  <message>
   <source>Label these next</source>
   <translation>Als Nächstes beschriften</translation>
  </message>
  <message>
   <source>Shows the places whose labels would improve a land-cover map most, or draws a random sample of places.</source>
   <translation>Zeigt die Stellen, deren Beschriftung eine Landbedeckungskarte am meisten verbessern würde, oder zieht eine Zufallsstichprobe von Stellen.</translation>
  </message>
  <message>
   <source>&lt;p&gt;&lt;b&gt;What teaches most&lt;/b&gt; are places of which the classifier of the labels so far is unsure, that are unlike anything labelled, and unlike each other. Without labels they are typical of the parts that the scene falls into. On three scenes with known labels this took fewer labels than random places did.&lt;/p&gt;&lt;p&gt;Such places are no random sample, so &lt;b&gt;no areas or accuracies may be estimated from them&lt;/b&gt;. For that the second way draws places at random in each class that is mapped now, as many as the interval asks for (Olofsson et al. 2014).&lt;/p&gt;&lt;p&gt;The points have an empty field for the class, under the name that the labels have.&lt;/p&gt;</source>
   <translation>&lt;p&gt;&lt;b&gt;Was am meisten lehrt&lt;/b&gt;, sind Stellen, bei denen der Klassifikator der bisherigen Beispielflächen unsicher ist, die nichts Beschriftetem gleichen und einander auch nicht. Ohne Beispielflächen sind sie typisch für die Teile, in die die Szene zerfällt. Auf drei Szenen mit bekannten Klassen brauchte das weniger Beispielflächen als zufällige Stellen.&lt;/p&gt;&lt;p&gt;Solche Stellen sind keine Zufallsstichprobe, &lt;b&gt;aus ihnen dürfen daher weder Flächen noch Genauigkeiten geschätzt werden&lt;/b&gt;. Dafür zieht die zweite Art zufällige Stellen in jeder jetzt kartierten Klasse, so viele, wie das Intervall verlangt (Olofsson et al. 2014).&lt;/p&gt;&lt;p&gt;Die Punkte haben ein leeres Feld für die Klasse, mit dem Namen, den es bei den Beispielflächen hat.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Multispectral or embedding raster</source>
   <translation>Multispektrales Raster oder Einbettungsraster</translation>
  </message>
  <message>
   <source>A raster with several spectral bands, which is embedded once and kept for what follows (below the plugin's home folder); or a raster made by 'Embed raster', for which the settings of an embedding are not looked at.</source>
   <translation>Ein Raster mit mehreren Spektralbändern, das einmal eingebettet und für alles Weitere aufbewahrt wird (unter dem Ordner der Erweiterung im Benutzerverzeichnis); oder ein Raster von 'Raster einbetten', bei dem die Einstellungen einer Einbettung nicht beachtet werden.</translation>
  </message>
  <message>
   <source>Polygons or points with known classes, in any CRS; those with an empty class are left out. Leave it empty where nothing is labelled yet.</source>
   <translation>Polygone oder Punkte mit bekannten Klassen, in beliebigem KBS; solche mit leerer Klasse bleiben weg. Leer lassen, wenn noch nichts beschriftet ist.</translation>
  </message>
  <message>
   <source>Text or whole numbers.</source>
   <translation>Text oder ganze Zahlen.</translation>
  </message>
  <message>
   <source>Places</source>
   <translation>Stellen</translation>
  </message>
  <message>
   <source>The random sample needs labels of two classes: it is drawn in each class of the map by them.</source>
   <translation>Die Zufallsstichprobe braucht Beispielflächen zweier Klassen: Sie wird in jeder Klasse der Karte nach ihnen gezogen.</translation>
  </message>
  <message>
   <source>What teaches most</source>
   <translation>Was am meisten lehrt</translation>
  </message>
  <message>
   <source>A random sample, for areas and accuracy</source>
   <translation>Eine Zufallsstichprobe, für Flächen und Genauigkeit</translation>
  </message>
  <message>
   <source>Number of places</source>
   <translation>Anzahl Stellen</translation>
  </message>
  <message>
   <source>Of places that teach most; a random sample has as many as the interval asks for.</source>
   <translation>Bei Stellen, die am meisten lehren; eine Zufallsstichprobe hat so viele, wie das Intervall verlangt.</translation>
  </message>
  <message>
   <source>Wanted interval (± %)</source>
   <translation>Gewünschtes Intervall (± %)</translation>
  </message>
  <message>
   <source>Of a random sample: half the width of overall accuracy's 95 % interval, in percentage points.</source>
   <translation>Bei einer Zufallsstichprobe: halbe Breite des 95-%-Intervalls der Gesamtgenauigkeit, in Prozentpunkten.</translation>
  </message>
  <message>
   <source>Fewest places per class</source>
   <translation>Kleinste Stellenzahl je Klasse</translation>
  </message>
  <message>
   <source>Of a random sample: rare classes need some places of their own; 50 to 100 is usual.</source>
   <translation>Bei einer Zufallsstichprobe: Seltene Klassen brauchen eigene Stellen; 50 bis 100 sind üblich.</translation>
  </message>
  <message>
   <source>Places to label</source>
   <translation>Stellen zum Beschriften</translation>
  </message>
  <message>
   <source>Points at cells' centres: rank, an empty class, what is predicted now, how surely, novelty, and why.</source>
   <translation>Punkte in der Mitte von Zellen: Rang, eine leere Klasse, was jetzt vorhergesagt wird, wie sicher, Neuheit und warum.</translation>
  </message>
  <message>
   <source>Number of places found</source>
   <translation>Anzahl gefundener Stellen</translation>
  </message>
  <message>
   <source>Grow region</source>
   <translation>Gebiet wachsen lassen</translation>
  </message>
  <message>
   <source>Grows a place into the polygon of connected cells that are like it, to be used as a label.</source>
   <translation>Lässt eine Stelle zum Polygon der zusammenhängenden Zellen wachsen, die ihr gleichen, um es als Beispielfläche zu verwenden.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Cells are compared by the embedding of their window and by their own spectrum. The threshold says how alike a cell must be: at 0 it is the cell alone, at 100 everything that hangs together. 20 to 50 suit most fields, lakes and stands of trees; look at the polygon before you use it as a label.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Zellen werden nach der Einbettung ihres Fensters und nach ihrem eigenen Spektrum verglichen. Der Schwellwert sagt, wie ähnlich eine Zelle sein muss: Bei 0 ist es die Zelle allein, bei 100 alles, was zusammenhängt. 20 bis 50 passen für die meisten Felder, Seen und Baumbestände; das Polygon ansehen, bevor es als Beispielfläche dient.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Place</source>
   <translation>Stelle</translation>
  </message>
  <message>
   <source>Where to begin, such as a place in the middle of a field.</source>
   <translation>Wo begonnen wird, zum Beispiel an einer Stelle mitten in einem Feld.</translation>
  </message>
  <message>
   <source>Threshold</source>
   <translation>Schwellwert</translation>
  </message>
  <message>
   <source>How different a cell may be and still belong: 0 grows to nothing, 100 to all that hangs together.</source>
   <translation>Wie verschieden eine Zelle sein und doch dazugehören darf: 0 lässt nichts wachsen, 100 alles, was zusammenhängt.</translation>
  </message>
  <message>
   <source>One polygon along cells' edges, with the number of its cells and whether it goes on beyond 200 cells from the place.</source>
   <translation>Ein Polygon entlang der Zellränder, mit der Zahl seiner Zellen und ob es jenseits von 200 Zellen um die Stelle weitergeht.</translation>
  </message>
  <message>
   <source>Cells of the region</source>
   <translation>Zellen des Gebiets</translation>
  </message>
  <message>
   <source>Explain cell</source>
   <translation>Zelle erklären</translation>
  </message>
  <message>
   <source>Says why a cell gets its class: probabilities, the most similar labels, and its spectrum among the classes'.</source>
   <translation>Sagt, warum eine Zelle ihre Klasse bekommt: Wahrscheinlichkeiten, die ähnlichsten Beispielflächen und ihr Spektrum unter denen der Klassen.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A classifier is fitted to the labels, the one that the page 'Labels' of the panel redraws the map with. The report shows what it makes of the cell at a place: the probability of each class, how unlike the cell is to everything labelled (novelty), which labelled features are most like it, and how its spectrum lies among those of the classes.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Ein Klassifikator wird an die Beispielflächen angepasst, und zwar der, mit dem die Seite 'Beispielflächen' des Bedienfelds die Karte neu zeichnet. Der Bericht zeigt, was er von der Zelle an einer Stelle hält: die Wahrscheinlichkeit jeder Klasse, wie wenig die Zelle allem Beschrifteten gleicht (Neuheit), welche beschrifteten Objekte ihr am ähnlichsten sind und wie ihr Spektrum unter denen der Klassen liegt.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Polygons or points with known classes, in any CRS; those with an empty class are left out.</source>
   <translation>Polygone oder Punkte mit bekannten Klassen, in beliebigem KBS; solche mit leerer Klasse bleiben weg.</translation>
  </message>
  <message>
   <source>The place that is asked about.</source>
   <translation>Die Stelle, nach der gefragt wird.</translation>
  </message>
  <message>
   <source>What is known of the cell. The figures are beside it as JSON, under the same name.</source>
   <translation>Was über die Zelle bekannt ist. Die Zahlen liegen als JSON daneben, unter demselben Namen.</translation>
  </message>
  <message>
   <source>Likeliest class</source>
   <translation>Wahrscheinlichste Klasse</translation>
  </message>
  <message>
   <source>Its probability in percent</source>
   <translation>Ihre Wahrscheinlichkeit in Prozent</translation>
  </message>
  <message>
   <source>Novelty, 0 to 100</source>
   <translation>Neuheit, 0 bis 100</translation>
  </message>
  <message>
   <source>Assess map</source>
   <translation>Karte bewerten</translation>
  </message>
  <message>
   <source>Compares any map of classes with reference labels, and corrects the areas of its classes for its errors.</source>
   <translation>Vergleicht eine beliebige Klassenkarte mit Referenzdaten und berichtigt die Flächen ihrer Klassen um ihre Fehler.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The report has the confusion matrix (rows are the reference), overall accuracy with its 95 % interval, kappa, F1, user's and producer's accuracy of each class, and the area of each class as mapped and adjusted for map error with its 95 % interval (stratified estimators of Olofsson et al. 2014, Good practices for estimating area and assessing accuracy of land change). A JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;Adjusted areas hold where the reference is a random sample in each mapped class: 'Sample size' makes one.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Der Bericht enthält die Konfusionsmatrix (Zeilen sind die Referenz), die Gesamtgenauigkeit mit 95-%-Intervall, Kappa, F1, Nutzer- und Herstellergenauigkeit jeder Klasse und die Fläche jeder Klasse, wie kartiert und um Kartenfehler berichtigt mit 95-%-Intervall (geschichtete Schätzer nach Olofsson et al. 2014, Good practices for estimating area and assessing accuracy of land change). Eine JSON-Datei gleichen Namens enthält die Zahlen.&lt;/p&gt;&lt;p&gt;Berichtigte Flächen gelten, wenn die Referenz in jeder kartierten Klasse eine Zufallsstichprobe ist: 'Stichprobengröße' macht eine.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Band 1 holds class codes; 0 and nodata are left out. Class names are read from the file where it has them.</source>
   <translation>Band 1 enthält Klassencodes; 0 und Nodata bleiben weg. Klassennamen werden aus der Datei gelesen, wenn sie welche hat.</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Referenz</translation>
  </message>
  <message>
   <source>What is true: points or polygons in any CRS, or another map, which is looked up at the centre of each cell.</source>
   <translation>Was wahr ist: Punkte oder Polygone in beliebigem KBS oder eine andere Karte, die in der Mitte jeder Zelle abgelesen wird.</translation>
  </message>
  <message>
   <source>Class names of the map, or its codes. Needed for points and polygons.</source>
   <translation>Klassennamen der Karte oder ihre Codes. Nötig bei Punkten und Polygonen.</translation>
  </message>
  <message>
   <source>The figures, and beside them the same as JSON, under the same name.</source>
   <translation>Die Zahlen, und daneben dieselben als JSON, unter demselben Namen.</translation>
  </message>
  <message>
   <source>Overall accuracy (share of samples)</source>
   <translation>Gesamtgenauigkeit (Anteil der Proben)</translation>
  </message>
  <message>
   <source>Sample size and reference points</source>
   <translation>Stichprobengröße und Referenzpunkte</translation>
  </message>
  <message>
   <source>Says how many reference points a map's assessment needs, and draws them at random in every class.</source>
   <translation>Sagt, wie viele Referenzpunkte die Bewertung einer Karte braucht, und zieht sie zufällig in jeder Klasse.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The number follows Cochran (1977) as in Olofsson et al. (2014), equation 13: it grows with the precision asked for and with the share of errors expected. Every class gets at least the minimum, the rest goes by area.&lt;/p&gt;&lt;p&gt;Look at each point on imagery or in the field, write the true class into the field &lt;b&gt;class&lt;/b&gt; (without looking at the map), and give the layer to 'Assess map'.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Die Zahl folgt Cochran (1977) wie in Olofsson et al. (2014), Gleichung 13: Sie wächst mit der verlangten Genauigkeit und dem erwarteten Fehleranteil. Jede Klasse bekommt mindestens das Minimum, der Rest geht nach Fläche.&lt;/p&gt;&lt;p&gt;Jeden Punkt auf Bildern oder im Gelände ansehen, die wahre Klasse in das Feld &lt;b&gt;class&lt;/b&gt; schreiben (ohne die Karte anzusehen) und den Layer 'Karte bewerten' geben.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Band 1 holds class codes; 0 and nodata are left out.</source>
   <translation>Band 1 enthält Klassencodes; 0 und Nodata bleiben weg.</translation>
  </message>
  <message>
   <source>Half the width of the 95 % interval of overall accuracy that you want, in percentage points.</source>
   <translation>Halbe Breite des gewünschten 95-%-Intervalls der Gesamtgenauigkeit, in Prozentpunkten.</translation>
  </message>
  <message>
   <source>Expected user's accuracy (%)</source>
   <translation>Erwartete Nutzergenauigkeit (%)</translation>
  </message>
  <message>
   <source>A guess of how often the map is right: one number, or one for each class in the order of codes, with commas. A lower guess is the safer one.</source>
   <translation>Eine Schätzung, wie oft die Karte stimmt: eine Zahl, oder eine je Klasse in der Reihenfolge der Codes, mit Kommas. Niedriger geschätzt ist sicherer.</translation>
  </message>
  <message>
   <source>Fewest points per class</source>
   <translation>Kleinste Punktzahl je Klasse</translation>
  </message>
  <message>
   <source>Rare classes need some points of their own; 50 to 100 is usual.</source>
   <translation>Seltene Klassen brauchen eigene Punkte; 50 bis 100 sind üblich.</translation>
  </message>
  <message>
   <source>Seed of the random choice. The same map and seed give the same points.</source>
   <translation>Startwert der Zufallswahl. Gleiche Karte und gleicher Startwert geben dieselben Punkte.</translation>
  </message>
  <message>
   <source>Points at the centres of random cells, with the mapped class and an empty field 'class' to fill in.</source>
   <translation>Punkte in der Mitte zufälliger Zellen, mit der kartierten Klasse und einem leeren Feld 'class' zum Ausfüllen.</translation>
  </message>
  <message>
   <source>Number of points</source>
   <translation>Anzahl Punkte</translation>
  </message>
  <message>
   <source>Change between two dates</source>
   <translation>Veränderung zwischen zwei Zeitpunkten</translation>
  </message>
  <message>
   <source>Shows what changed between two scenes, embedding rasters or maps, from what to what, and how much of it.</source>
   <translation>Zeigt, was sich zwischen zwei Szenen, Einbettungsrastern oder Karten verändert hat, wovon wozu und wie viel davon.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Give two &lt;b&gt;scenes&lt;/b&gt; (both are embedded with one module), two &lt;b&gt;embedding rasters&lt;/b&gt; of one module, or two &lt;b&gt;maps&lt;/b&gt; of one legend. Another grid or CRS is warped to that of the first.&lt;/p&gt;&lt;p&gt;The magnitude of change is calibrated on the places that did not change: what the two dates differ by everywhere, such as season, haze or another sensor, is taken out as far as a linear map can. 0 is the usual, 5 is rare by chance. A warning says when the dates differ everywhere by more than the changed places do.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;classifier file&lt;/b&gt;, or of two maps, you get from–to classes and a table in hectares; with &lt;b&gt;reference points&lt;/b&gt;, whose classes before and after are known, the areas are adjusted for map error and have 95 % intervals.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Zwei &lt;b&gt;Szenen&lt;/b&gt; angeben (beide werden mit einem Modul eingebettet), zwei &lt;b&gt;Einbettungsraster&lt;/b&gt; eines Moduls oder zwei &lt;b&gt;Karten&lt;/b&gt; mit einer Legende. Ein anderes Gitter oder KBS wird auf das des ersten gebracht.&lt;/p&gt;&lt;p&gt;Die Stärke der Veränderung ist an den Stellen kalibriert, die sich nicht verändert haben: Worin sich die beiden Zeitpunkte überall unterscheiden, etwa Jahreszeit, Dunst oder ein anderer Sensor, wird herausgerechnet, soweit eine lineare Abbildung das kann. 0 ist das Übliche, 5 ist zufällig selten. Eine Warnung sagt, wenn sich die Zeitpunkte überall stärker unterscheiden als die veränderten Stellen.&lt;/p&gt;&lt;p&gt;Mit einer &lt;b&gt;Klassifikatordatei&lt;/b&gt; oder bei zwei Karten entstehen Von-nach-Klassen und eine Tabelle in Hektar; mit &lt;b&gt;Referenzpunkten&lt;/b&gt;, deren Klassen vorher und nachher bekannt sind, werden die Flächen um Kartenfehler berichtigt und haben 95-%-Intervalle.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>Vorher</translation>
  </message>
  <message>
   <source>A multispectral scene, an embedding raster or a map of classes (one band of whole numbers) of the earlier date. The result lies on its grid.</source>
   <translation>Eine multispektrale Szene, ein Einbettungsraster oder eine Klassenkarte (ein Band ganzer Zahlen) des früheren Zeitpunkts. Das Ergebnis liegt auf ihrem Gitter.</translation>
  </message>
  <message>
   <source>After</source>
   <translation>Nachher</translation>
  </message>
  <message>
   <source>The same kind of raster of the same place, later.</source>
   <translation>Die gleiche Art Raster desselben Orts, später.</translation>
  </message>
  <message>
   <source>A trained classifier (a bundle, *.so2sat) to map both dates with, for from–to classes. Of scenes it sets module, window and the rest. A cell below the threshold keeps the class that it had before.</source>
   <translation>Ein trainierter Klassifikator (ein Bündel, *.so2sat), mit dem beide Zeitpunkte kartiert werden, für Von-nach-Klassen. Bei Szenen legt er Modul, Fenster und das Übrige fest. Eine Zelle unter dem Schwellwert behält die Klasse, die sie vorher hatte.</translation>
  </message>
  <message>
   <source>Places whose class on both dates is known: a random sample within each transition, such as 'Sample size' makes of the from–to raster. They give areas adjusted for map error with 95 % intervals.</source>
   <translation>Stellen, deren Klasse zu beiden Zeitpunkten bekannt ist: eine Zufallsstichprobe in jedem Übergang, wie sie 'Stichprobengröße und Referenzpunkte' aus dem Von-nach-Raster zieht. Sie geben um Kartenfehler berichtigte Flächen mit 95-%-Intervallen.</translation>
  </message>
  <message>
   <source>Field with the class before</source>
   <translation>Feld mit der Klasse vorher</translation>
  </message>
  <message>
   <source>Class names of the maps or of the classifier, or their codes.</source>
   <translation>Klassennamen der Karten oder des Klassifikators, oder ihre Codes.</translation>
  </message>
  <message>
   <source>Field with the class after</source>
   <translation>Feld mit der Klasse nachher</translation>
  </message>
  <message>
   <source>The same for the later date.</source>
   <translation>Dasselbe für den späteren Zeitpunkt.</translation>
  </message>
  <message>
   <source>Changed from (z)</source>
   <translation>Verändert ab (z)</translation>
  </message>
  <message>
   <source>From which magnitude on a cell counts as changed, in areas, in the report and for from–to classes by a classifier. Lower finds more, and more that is none.</source>
   <translation>Ab welcher Stärke eine Zelle als verändert gilt: bei Flächen, im Bericht und bei Von-nach-Klassen durch einen Klassifikator. Niedriger findet mehr, auch mehr, was keine ist.</translation>
  </message>
  <message>
   <source>Magnitude of change</source>
   <translation>Stärke der Veränderung</translation>
  </message>
  <message>
   <source>How far each cell is from what is usual where nothing changed: a robust z (float32, NaN is nodata). Of two maps 1 where the class is another, 0 elsewhere (uint8, 255 is nodata).</source>
   <translation>Wie weit jede Zelle von dem entfernt ist, was ohne Veränderung üblich ist: ein robustes z (float32, NaN ist Nodata). Bei zwei Karten 1, wo die Klasse eine andere ist, sonst 0 (uint8, 255 ist Nodata).</translation>
  </message>
  <message>
   <source>From–to classes</source>
   <translation>Von-nach-Klassen</translation>
  </message>
  <message>
   <source>A map with a class for each transition: code before × 100 + code after (× 256 where codes are 100 or more), with names and colours; 0 is nodata. Of two maps, or with a classifier file.</source>
   <translation>Eine Karte mit einer Klasse je Übergang: Code vorher × 100 + Code nachher (× 256 bei Codes ab 100), mit Namen und Farben; 0 ist Nodata. Bei zwei Karten oder mit einer Klassifikatordatei.</translation>
  </message>
  <message>
   <source>Transition table</source>
   <translation>Übergangstabelle</translation>
  </message>
  <message>
   <source>From, to, cells and hectares, a line a transition; with reference points the adjusted areas too.</source>
   <translation>Von, nach, Zellen und Hektar, eine Zeile je Übergang; mit Referenzpunkten auch die berichtigten Flächen.</translation>
  </message>
  <message>
   <source>Pictures of both dates and of the change, how much changed, the transition table, and how sure it is; its figures are beside it as JSON.</source>
   <translation>Bilder beider Zeitpunkte und der Veränderung, wie viel sich verändert hat, die Übergangstabelle und wie sicher das ist; die Zahlen liegen als JSON daneben.</translation>
  </message>
  <message>
   <source>Changed cells</source>
   <translation>Veränderte Zellen</translation>
  </message>
  <message>
   <source>Changed area (ha)</source>
   <translation>Veränderte Fläche (ha)</translation>
  </message>
  <message>
   <source>Stack bands</source>
   <translation>Bänder stapeln</translation>
  </message>
  <message>
   <source>Rasters</source>
   <translation>Raster</translation>
  </message>
  <message>
   <source>Makes one raster of a Sentinel-2 product, a folder of band files, or several layers.</source>
   <translation>Macht ein Raster aus einem Sentinel-2-Produkt, einem Ordner mit Banddateien oder mehreren Layern.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Give one of the three: a folder (a &lt;code&gt;.SAFE&lt;/code&gt; product, L1C or L2A, or one with files such as B02.tif, B8A.tif), a zipped product, or raster layers. The bands come out in the asked order, named, on one grid: the finest band's, at the resolution asked for; rasters in degrees are brought to UTM. Bands on other grids are resampled bilinearly. Of an L2A product the scene classification comes along as the last band.&lt;/p&gt;&lt;p&gt;An OUTPUT that ends in &lt;code&gt;.vrt&lt;/code&gt; copies nothing and refers to the files where they are; &lt;code&gt;.tif&lt;/code&gt; writes a GeoTIFF, which is read faster. What a product says of its scale and of the offset of processing baseline 04.00 (−1000) becomes scale and offset of the bands, so the other algorithms and QGIS read reflectance.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Eines der drei angeben: einen Ordner (ein &lt;code&gt;.SAFE&lt;/code&gt;-Produkt, L1C oder L2A, oder einer mit Dateien wie B02.tif, B8A.tif), ein gezipptes Produkt oder Rasterlayer. Die Bänder kommen in der verlangten Reihenfolge, benannt, auf einem Gitter heraus: dem des feinsten Bandes, in der verlangten Auflösung; Raster in Grad werden nach UTM gebracht. Bänder auf anderen Gittern werden bilinear umgerechnet. Von einem L2A-Produkt kommt die Szenenklassifikation als letztes Band mit.&lt;/p&gt;&lt;p&gt;Ein OUTPUT auf &lt;code&gt;.vrt&lt;/code&gt; kopiert nichts und verweist auf die Dateien, wo sie sind; &lt;code&gt;.tif&lt;/code&gt; schreibt ein GeoTIFF, das schneller gelesen wird. Was ein Produkt über seine Skala und den Versatz der Prozessierung 04.00 (−1000) sagt, wird Skala und Versatz der Bänder, so dass die anderen Algorithmen und QGIS Reflexion lesen.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Folder of bands or .SAFE product</source>
   <translation>Ordner mit Bändern oder .SAFE-Produkt</translation>
  </message>
  <message>
   <source>A product's .SAFE folder, or a folder with one file a band whose names say which band each is.</source>
   <translation>Der .SAFE-Ordner eines Produkts oder ein Ordner mit einer Datei je Band, deren Namen sagen, welches Band sie sind.</translation>
  </message>
  <message>
   <source>Zipped product</source>
   <translation>Gezipptes Produkt</translation>
  </message>
  <message>
   <source>A Sentinel-2 product as it is downloaded; it is read without being unpacked.</source>
   <translation>Ein Sentinel-2-Produkt, wie es heruntergeladen wird; es wird gelesen, ohne entpackt zu werden.</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Rasterlayer</translation>
  </message>
  <message>
   <source>Layers whose bands or file names say which band they are; others are stacked in the order given.</source>
   <translation>Layer, deren Band- oder Dateinamen sagen, welches Band sie sind; andere werden in der gegebenen Reihenfolge gestapelt.</translation>
  </message>
  <message>
   <source>Bands, in order</source>
   <translation>Bänder, der Reihe nach</translation>
  </message>
  <message>
   <source>Names separated by commas. Default: the ten bands of So2Sat. Empty: every band that there is.</source>
   <translation>Namen, durch Kommas getrennt. Vorgabe: die zehn Bänder von So2Sat. Leer: jedes vorhandene Band.</translation>
  </message>
  <message>
   <source>Resolution (m)</source>
   <translation>Auflösung (m)</translation>
  </message>
  <message>
   <source>Side of a pixel of the result. 0 keeps the grid of the finest band, whatever its CRS.</source>
   <translation>Seitenlänge eines Pixels des Ergebnisses. 0 behält das Gitter des feinsten Bandes, in welchem KBS auch immer.</translation>
  </message>
  <message>
   <source>Take the offset off the numbers</source>
   <translation>Versatz von den Zahlen abziehen</translation>
  </message>
  <message>
   <source>Subtracts the offset of processing baseline 04.00 from the numbers themselves (16-bit signed integers), for software that ignores a band's offset. Otherwise it is only recorded.</source>
   <translation>Zieht den Versatz der Prozessierung 04.00 von den Zahlen selbst ab (ganze Zahlen mit Vorzeichen, 16 Bit), für Programme, die den Versatz eines Bandes nicht beachten. Sonst wird er nur vermerkt.</translation>
  </message>
  <message>
   <source>Carry the scene classification</source>
   <translation>Szenenklassifikation mitnehmen</translation>
  </message>
  <message>
   <source>Adds the scene classification of an L2A product (clouds, shadows, snow …) as the last band, SCL: maps then leave clouds out by themselves. It is never taken for a band of the image.</source>
   <translation>Fügt die Szenenklassifikation eines L2A-Produkts (Wolken, Schatten, Schnee …) als letztes Band an, SCL: Karten lassen Wolken dann von selbst weg. Es wird nie für ein Band des Bildes gehalten.</translation>
  </message>
  <message>
   <source>Stack</source>
   <translation>Stapel</translation>
  </message>
  <message>
   <source>A .vrt (refers to the files) or a .tif (holds the pixels).</source>
   <translation>Eine .vrt (verweist auf die Dateien) oder eine .tif (enthält die Pixel).</translation>
  </message>
  <message>
   <source>Import embedding</source>
   <translation>Einbettung importieren</translation>
  </message>
  <message>
   <source>Makes an embedding raster of tiles that others publish: AlphaEarth (Google Satellite Embedding), TESSERA and others.</source>
   <translation>Macht aus Kacheln, die andere veröffentlichen, ein Einbettungsraster: AlphaEarth (Google Satellite Embedding), TESSERA und andere.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result works like a raster made by 'Embed raster': train a classifier on it, cluster it, classify another place of the same model and year.&lt;/p&gt;&lt;p&gt;Known are &lt;b&gt;AlphaEarth&lt;/b&gt; (64 bands A00 … A63, signed bytes; files that stand on their head are turned) and &lt;b&gt;TESSERA&lt;/b&gt; (128 bands; GeoTIFFs of GeoTessera, or tile.npy with tile_scales.npy and its land mask). Any other GeoTIFF of a vector a pixel can be described by hand. Several tiles become one raster. Only what lies in the extent is read, so that a tile on a server (/vsicurl/https://…) is not fetched whole.&lt;/p&gt;&lt;p&gt;Model, version, year, licence and attribution are kept. A classifier that was trained on one model, version or year refuses others: their numbers have nothing to do with each other.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Das Ergebnis arbeitet wie ein Raster von 'Raster einbetten': einen Klassifikator darauf trainieren, es clustern, einen anderen Ort desselben Modells und Jahres klassifizieren.&lt;/p&gt;&lt;p&gt;Bekannt sind &lt;b&gt;AlphaEarth&lt;/b&gt; (64 Bänder A00 … A63, Bytes mit Vorzeichen; auf dem Kopf stehende Dateien werden gedreht) und &lt;b&gt;TESSERA&lt;/b&gt; (128 Bänder; GeoTIFFs von GeoTessera oder tile.npy mit tile_scales.npy und Landmaske). Jedes andere GeoTIFF mit einem Vektor je Pixel kann von Hand beschrieben werden. Mehrere Kacheln werden ein Raster. Nur was in der Ausdehnung liegt, wird gelesen, so dass eine Kachel auf einem Server (/vsicurl/https://…) nicht ganz geholt wird.&lt;/p&gt;&lt;p&gt;Modell, Version, Jahr, Lizenz und Namensnennung bleiben erhalten. Ein Klassifikator, der auf einem Modell, einer Version oder einem Jahr trainiert wurde, weist andere zurück: Ihre Zahlen haben nichts miteinander zu tun.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Tiles</source>
   <translation>Kacheln</translation>
  </message>
  <message>
   <source>One or more raster layers of the same model and year.</source>
   <translation>Ein oder mehrere Rasterlayer desselben Modells und Jahres.</translation>
  </message>
  <message>
   <source>Further tiles by path or address</source>
   <translation>Weitere Kacheln nach Pfad oder Adresse</translation>
  </message>
  <message>
   <source>One a line: .npy files of TESSERA, or addresses that GDAL opens (/vsicurl/https://…).</source>
   <translation>Eine je Zeile: .npy-Dateien von TESSERA oder Adressen, die GDAL öffnet (/vsicurl/https://…).</translation>
  </message>
  <message>
   <source>Embedding</source>
   <translation>Einbettung</translation>
  </message>
  <message>
   <source>Which embedding it is; by default the bands' names and the metadata tell.</source>
   <translation>Um welche Einbettung es sich handelt; sonst sagen es die Namen der Bänder und die Metadaten.</translation>
  </message>
  <message>
   <source>Find out</source>
   <translation>Herausfinden</translation>
  </message>
  <message>
   <source>AlphaEarth Satellite Embedding</source>
   <translation>AlphaEarth Satellite Embedding</translation>
  </message>
  <message>
   <source>TESSERA</source>
   <translation>TESSERA</translation>
  </message>
  <message>
   <source>Another one, described below</source>
   <translation>Eine andere, unten beschrieben</translation>
  </message>
  <message>
   <source>Year</source>
   <translation>Jahr</translation>
  </message>
  <message>
   <source>The year that the embedding is of. Not set: as the metadata, the file's name or its folder say.</source>
   <translation>Das Jahr, von dem die Einbettung ist. Nicht gesetzt: wie Metadaten, Dateiname oder Ordner sagen.</translation>
  </message>
  <message>
   <source>Only this rectangle is read. Empty: all tiles.</source>
   <translation>Nur dieses Rechteck wird gelesen. Leer: alle Kacheln.</translation>
  </message>
  <message>
   <source>CRS of the result</source>
   <translation>KBS des Ergebnisses</translation>
  </message>
  <message>
   <source>Empty: that of the first tile, whose cells are kept as they are. In another CRS each cell takes the value of the nearest pixel: vectors are not averaged.</source>
   <translation>Leer: das der ersten Kachel, deren Zellen bleiben, wie sie sind. In einem anderen KBS nimmt jede Zelle den Wert des nächsten Pixels: Vektoren werden nicht gemittelt.</translation>
  </message>
  <message>
   <source>Cell size</source>
   <translation>Zellgröße</translation>
  </message>
  <message>
   <source>In units of the CRS of the result. 0: as large as the tiles' own.</source>
   <translation>In Einheiten des KBS des Ergebnisses. 0: so groß wie die der Kacheln.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Its name, where it is not known.</source>
   <translation>Sein Name, wenn es nicht bekannt ist.</translation>
  </message>
  <message>
   <source>Version of the model</source>
   <translation>Version des Modells</translation>
  </message>
  <message>
   <source>Where the file does not say: such as 1.1.</source>
   <translation>Wenn die Datei sie nicht sagt: zum Beispiel 1.1.</translation>
  </message>
  <message>
   <source>Licence</source>
   <translation>Lizenz</translation>
  </message>
  <message>
   <source>Under which it is published, such as CC-BY-4.0.</source>
   <translation>Unter der sie veröffentlicht ist, zum Beispiel CC-BY-4.0.</translation>
  </message>
  <message>
   <source>Attribution</source>
   <translation>Namensnennung</translation>
  </message>
  <message>
   <source>The line that the licence wants to be shown; reports repeat it.</source>
   <translation>Die Zeile, die die Lizenz gezeigt haben will; Berichte wiederholen sie.</translation>
  </message>
  <message>
   <source>GeoTIFF, one band a feature (e0001 …), north up.</source>
   <translation>GeoTIFF, ein Band je Merkmal (e0001 …), Norden oben.</translation>
  </message>
  <message>
   <source>Model, version and year</source>
   <translation>Modell, Version und Jahr</translation>
  </message>
  <message>
   <source>Export embedding</source>
   <translation>Einbettung exportieren</translation>
  </message>
  <message>
   <source>Writes an embedding raster as a cloud-optimised GeoTIFF that other software reads, also from a server.</source>
   <translation>Schreibt ein Einbettungsraster als Cloud-optimiertes GeoTIFF, das andere Programme lesen, auch von einem Server.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Bands and values stay as they are. The file says of itself, in the terms of STAC's embedding extension (emb:dimensions, emb:model …), what it holds, and keeps what this plugin needs to go on with it.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Bänder und Werte bleiben, wie sie sind. Die Datei sagt in den Begriffen der Embedding-Erweiterung von STAC (emb:dimensions, emb:model …), was sie enthält, und behält, was diese Erweiterung braucht, um damit weiterzuarbeiten.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster' or 'Import embedding'.</source>
   <translation>Ein Raster von 'Raster einbetten' oder 'Einbettung importieren'.</translation>
  </message>
  <message>
   <source>With overviews</source>
   <translation>Mit Übersichten</translation>
  </message>
  <message>
   <source>Smaller copies within the file, so that it is drawn quickly; a third larger.</source>
   <translation>Kleinere Kopien in der Datei, damit sie schnell gezeichnet wird; ein Drittel größer.</translation>
  </message>
  <message>
   <source>Cloud-optimised GeoTIFF</source>
   <translation>Cloud-optimiertes GeoTIFF</translation>
  </message>
  <message>
   <source>A GeoTIFF laid out so that a part of it can be read over a network.</source>
   <translation>Ein GeoTIFF, das so angelegt ist, dass ein Teil davon über ein Netz gelesen werden kann.</translation>
  </message>
  <message>
   <source>Inspect raster for a module</source>
   <translation>Raster auf ein Modul prüfen</translation>
  </message>
  <message>
   <source>Tells within seconds what embedding a raster would do, how long it takes and what is wrong, as a report.</source>
   <translation>Sagt in Sekunden, was das Einbetten eines Rasters täte, wie lange es dauert und was nicht stimmt, als Bericht.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Shows which bands are taken, how numbers become reflectance, how well the raster fits what the module was trained on (and whether another scaling or band order fits clearly better), the share of nodata, pixel size, number of windows, and time, disk and memory from a second measured on this computer. Every warning says what to do. The raster is only sampled, whatever its size.&lt;/p&gt;&lt;p&gt;Beside the report lies a JSON file of the same name with the same findings for scripts.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Zeigt, welche Bänder genommen werden, wie aus Zahlen Reflexion wird, wie gut das Raster zu dem passt, worauf das Modul trainiert wurde (und ob eine andere Skalierung oder Bandreihenfolge klar besser passt), den Nodata-Anteil, Pixelgröße, Zahl der Fenster sowie Zeit, Platz und Speicher aus einer Sekunde Messung auf diesem Rechner. Jede Warnung sagt, was zu tun ist. Das Raster wird nur in Stichproben gelesen, wie groß es auch ist.&lt;/p&gt;&lt;p&gt;Neben dem Bericht liegt eine JSON-Datei gleichen Namens mit denselben Befunden für Skripte.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>HTML file that opens in any browser. Without it the log tells.</source>
   <translation>HTML-Datei, die sich in jedem Browser öffnet. Ohne sie steht alles im Protokoll.</translation>
  </message>
  <message>
   <source>Findings as JSON</source>
   <translation>Befunde als JSON</translation>
  </message>
  <message>
   <source>Number of warnings</source>
   <translation>Anzahl Warnungen</translation>
  </message>
  <message>
   <source>Save a plan</source>
   <translation>Plan speichern</translation>
  </message>
  <message>
   <source>Past one machine</source>
   <translation>Über einen Rechner hinaus</translation>
  </message>
  <message>
   <source>Writes a run as a file that any number of processes and machines can compute, without QGIS.</source>
   <translation>Schreibt einen Lauf als Datei, die beliebig viele Prozesse und Rechner ohne QGIS berechnen können.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The plan says what is to be embedded, with what, and what is to come of it: an embedding raster, or by a classifier a map. Beside it lies a folder of the same name that ends in .run, with the module and later the blocks that are computed; both must be where all machines see them.&lt;/p&gt;&lt;p&gt;Compute it with the command &lt;code&gt;so2sat-landcover run PLAN&lt;/code&gt;, in as many processes at once as you like, by a batch queue or on a Dask cluster, then &lt;code&gt;so2sat-landcover finish PLAN&lt;/code&gt;. The page on clusters in the documentation goes through it line by line.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Der Plan sagt, was womit eingebettet wird und was daraus werden soll: ein Einbettungsraster oder mit einem Klassifikator eine Karte. Daneben liegt ein Ordner gleichen Namens, der auf .run endet, mit dem Modul und später den berechneten Blöcken; beide müssen liegen, wo alle Rechner sie sehen.&lt;/p&gt;&lt;p&gt;Berechnet wird er mit dem Befehl &lt;code&gt;so2sat-landcover run PLAN&lt;/code&gt;, in beliebig vielen Prozessen zugleich, über ein Stapelsystem oder auf einem Dask-Cluster, danach &lt;code&gt;so2sat-landcover finish PLAN&lt;/code&gt;. Die Seite über Cluster in der Dokumentation geht es Zeile für Zeile durch.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A classifier (*.so2sat) that was trained on a raster embedded as this one is: the plan makes a map. Empty: the plan makes an embedding raster.</source>
   <translation>Ein Klassifikator (*.so2sat), der auf einem wie dieses eingebetteten Raster trainiert wurde: Der Plan macht eine Karte. Leer: Der Plan macht ein Einbettungsraster.</translation>
  </message>
  <message>
   <source>Result (path of a .tif)</source>
   <translation>Ergebnis (Pfad einer .tif-Datei)</translation>
  </message>
  <message>
   <source>Path of the map or embedding raster (.tif) that finishing the plan writes, as the machine that finishes it sees it.</source>
   <translation>Pfad der Karte oder des Einbettungsrasters (.tif), die das Abschließen des Plans schreibt, wie ihn der abschließende Rechner sieht.</translation>
  </message>
  <message>
   <source>The plan file. Its folder must be where all machines see it.</source>
   <translation>Die Plandatei. Ihr Ordner muss liegen, wo alle Rechner ihn sehen.</translation>
  </message>
  <message>
   <source>Number of blocks</source>
   <translation>Anzahl Blöcke</translation>
  </message>
  <message>
   <source>Get module</source>
   <translation>Modul holen</translation>
  </message>
  <message>
   <source>Modules</source>
   <translation>Module</translation>
  </message>
  <message>
   <source>Fetches a module (catalogue name, address, .tar.gz file or folder), checks it and keeps it in the profile.</source>
   <translation>Holt ein Modul (Katalogname, Adresse, .tar.gz-Datei oder Ordner), prüft es und bewahrt es im Profil auf.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A module is fetched once and then works without internet. Its content hash is recorded at first use and checked at every later one. Before it counts as got, its graph is checked against the list of operations that networks need; a module that would touch files, the network or Python is refused.&lt;/p&gt;&lt;p&gt;Without internet: fetch the address that the error message names on another computer, and give the file as Module.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Ein Modul wird einmal geholt und arbeitet danach ohne Internet. Der Hash seines Inhalts wird bei der ersten Verwendung vermerkt und bei jeder späteren geprüft. Bevor es als geholt gilt, wird sein Graph mit der Liste der Operationen verglichen, die Netze brauchen; ein Modul, das an Dateien, Netz oder Python wollte, wird zurückgewiesen.&lt;/p&gt;&lt;p&gt;Ohne Internet: die Adresse, die die Fehlermeldung nennt, auf einem anderen Rechner holen und die Datei als Modul angeben.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A catalogue name (so2sat-ms-resnet50, eurosat-ms-resnet50, so2sat-resnet50, eurosat-resnet50, bigearthnet-resnet50, resisc45-resnet50, uc_merced-resnet50, so2sat-lcz-resnet20), an https handle of TensorFlow Hub or of a .tar.gz, a .tar.gz file, a folder with saved_model.pb, or the .h5 file of the So2Sat demo's weights.</source>
   <translation>Ein Katalogname (so2sat-ms-resnet50, eurosat-ms-resnet50, so2sat-resnet50, eurosat-resnet50, bigearthnet-resnet50, resisc45-resnet50, uc_merced-resnet50, so2sat-lcz-resnet20), eine https-Adresse von TensorFlow Hub oder einer .tar.gz, eine .tar.gz-Datei, ein Ordner mit saved_model.pb oder die .h5-Datei mit den Gewichten der So2Sat-Demo.</translation>
  </message>
  <message>
   <source>Fetch again and accept a changed module</source>
   <translation>Neu holen und ein geändertes Modul annehmen</translation>
  </message>
  <message>
   <source>Forgets the recorded content hash of this handle, and fetches what it gives today.</source>
   <translation>Vergisst den vermerkten Hash dieser Adresse und holt, was sie heute gibt.</translation>
  </message>
  <message>
   <source>Folder of the module</source>
   <translation>Ordner des Moduls</translation>
  </message>
  <message>
   <source>Content hash</source>
   <translation>Hash des Inhalts</translation>
  </message>
  <message>
   <source>Describe module</source>
   <translation>Modul beschreiben</translation>
  </message>
  <message>
   <source>Reports what a module takes and gives, how its network sees a raster, and whether it can be fine-tuned.</source>
   <translation>Berichtet, was ein Modul nimmt und gibt, wie sein Netz ein Raster sieht und ob es nachtrainiert werden kann.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Lists tag sets, signatures, inputs and outputs, parameters, input size, receptive field and stride of the feature map, whether the dense mode and fine-tuning are possible, the statistics of the first batch norm, content hash and licence. A JSON file of the same name is written beside the report.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Nennt Tag-Sets, Signaturen, Ein- und Ausgänge, Parameter, Eingabegröße, rezeptives Feld und Schrittweite der Merkmalskarte, ob dichter Modus und Nachtrainieren möglich sind, die Statistik der ersten Batch-Normalisierung, Hash des Inhalts und Lizenz. Neben dem Bericht liegt eine JSON-Datei gleichen Namens.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A catalogue name, folder, .tar.gz or handle (see 'Get module').</source>
   <translation>Ein Katalogname, Ordner, .tar.gz oder eine Adresse (siehe 'Modul holen').</translation>
  </message>
  <message>
   <source>One HTML file; a JSON file is written beside it.</source>
   <translation>Eine HTML-Datei; daneben liegt eine JSON-Datei.</translation>
  </message>
  <message>
   <source>Fine-tune module</source>
   <translation>Modul nachtrainieren</translation>
  </message>
  <message>
   <source>Trains a module further on labelled polygons, and says whether that made it better.</source>
   <translation>Trainiert ein Modul auf beschrifteten Polygonen weiter und sagt, ob es dadurch besser wurde.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The windows around labelled cells train the module's layers and a linear head. The result is a module of the same format: give its folder as Module anywhere, or fine-tune it again. The head comes as a bundle for 'Classify with bundle'.&lt;/p&gt;&lt;p&gt;Of each class's polygons about a half trains, a fifth decides when to stop and a quarter only judges: the report compares the module before and after on those, and says so when fine-tuning did not help. With few polygons it often does not; then use the module as it is, or train the head only.&lt;/p&gt;&lt;p&gt;The module must be of the TF1 Hub format with a graph for training. On a CPU a ResNet-50 takes minutes for each hundred samples and epoch. A run that was cut off goes on from its last epoch when started again.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Die Fenster um beschriftete Zellen trainieren die Schichten des Moduls und einen linearen Kopf. Das Ergebnis ist ein Modul gleichen Formats: seinen Ordner überall als Modul angeben oder es weiter nachtrainieren. Der Kopf kommt als Bündel für 'Mit Bündel klassifizieren'.&lt;/p&gt;&lt;p&gt;Von den Polygonen jeder Klasse trainiert etwa die Hälfte, ein Fünftel entscheidet, wann Schluss ist, und ein Viertel urteilt nur: Der Bericht vergleicht darauf das Modul vorher und nachher und sagt, wenn das Nachtrainieren nicht half. Bei wenigen Polygonen hilft es oft nicht; dann das Modul nehmen, wie es ist, oder nur den Kopf trainieren.&lt;/p&gt;&lt;p&gt;Das Modul muss das TF1-Hub-Format mit einem Trainingsgraphen haben. Auf einer CPU braucht ein ResNet-50 Minuten für je hundert Proben und Epoche. Ein unterbrochener Lauf geht bei neuem Start von seiner letzten Epoche weiter.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Distance of windows (pixels)</source>
   <translation>Abstand der Fenster (Pixel)</translation>
  </message>
  <message>
   <source>Distance of the training windows from one another, in pixels of the raster.</source>
   <translation>Abstand der Trainingsfenster voneinander, in Pixeln des Rasters.</translation>
  </message>
  <message>
   <source>Epochs</source>
   <translation>Epochen</translation>
  </message>
  <message>
   <source>How often every training window is seen, at most: training stops early when held-out samples get no better.</source>
   <translation>Wie oft jedes Trainingsfenster höchstens gesehen wird: Das Training endet früher, wenn zurückgehaltene Proben nicht mehr besser werden.</translation>
  </message>
  <message>
   <source>Layers</source>
   <translation>Schichten</translation>
  </message>
  <message>
   <source>What is trained. The fewer labels, the fewer layers: &lt;b&gt;the last block&lt;/b&gt; is what works at the coarsest resolution, &lt;b&gt;the head only&lt;/b&gt; leaves the module as it is.</source>
   <translation>Was trainiert wird. Je weniger Beispielflächen, desto weniger Schichten: &lt;b&gt;Der letzte Block&lt;/b&gt; ist, was in der gröbsten Auflösung arbeitet, &lt;b&gt;nur der Kopf&lt;/b&gt; lässt das Modul, wie es ist.</translation>
  </message>
  <message>
   <source>All layers</source>
   <translation>Alle Schichten</translation>
  </message>
  <message>
   <source>The last block</source>
   <translation>Der letzte Block</translation>
  </message>
  <message>
   <source>The head only</source>
   <translation>Nur der Kopf</translation>
  </message>
  <message>
   <source>Batch</source>
   <translation>Stapelgröße</translation>
  </message>
  <message>
   <source>Windows a training step; 0 = automatic.</source>
   <translation>Fenster je Trainingsschritt; 0 = automatisch.</translation>
  </message>
  <message>
   <source>Learning rate</source>
   <translation>Lernrate</translation>
  </message>
  <message>
   <source>The largest of the schedule (warm-up, then cosine); 0 = automatic.</source>
   <translation>Die größte des Verlaufs (Anlauf, dann Kosinus); 0 = automatisch.</translation>
  </message>
  <message>
   <source>Flips and quarter turns</source>
   <translation>Spiegelungen und Vierteldrehungen</translation>
  </message>
  <message>
   <source>Shows every window in one of its eight orientations, at random.</source>
   <translation>Zeigt jedes Fenster in einer seiner acht Lagen, zufällig.</translation>
  </message>
  <message>
   <source>Fine-tuned module</source>
   <translation>Nachtrainiertes Modul</translation>
  </message>
  <message>
   <source>New folder for the module.</source>
   <translation>Neuer Ordner für das Modul.</translation>
  </message>
  <message>
   <source>The classifier that goes with the module, for 'Classify with bundle'.</source>
   <translation>Der Klassifikator zum Modul, für 'Mit Bündel klassifizieren'.</translation>
  </message>
  <message>
   <source>Before and after on held-out samples; the figures lie beside it as JSON.</source>
   <translation>Vorher und nachher auf zurückgehaltenen Proben; die Zahlen liegen als JSON daneben.</translation>
  </message>
  <message>
   <source>Import Keras weights</source>
   <translation>Keras-Gewichte importieren</translation>
  </message>
  <message>
   <source>Builds a module from the Keras weights (.h5) of the So2Sat demo's ResNet-20.</source>
   <translation>Baut ein Modul aus den Keras-Gewichten (.h5) des ResNet-20 der So2Sat-Demo.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The So2Sat project publishes a ResNet with 20 layers for local climate zones as Keras weights. This builds a module of the TF1 Hub format from them, with the outputs &lt;code&gt;default&lt;/code&gt; (256-d), &lt;code&gt;feature_map&lt;/code&gt; and &lt;code&gt;logits&lt;/code&gt; (the 17 local climate zones); it can be fine-tuned.&lt;/p&gt;&lt;p&gt;With internet, &lt;i&gt;Get module&lt;/i&gt; with &lt;code&gt;so2sat-lcz-resnet20&lt;/code&gt; fetches and builds it in one go.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Das So2Sat-Projekt veröffentlicht ein ResNet mit 20 Schichten für lokale Klimazonen als Keras-Gewichte. Daraus wird hier ein Modul im TF1-Hub-Format gebaut, mit den Ausgängen &lt;code&gt;default&lt;/code&gt; (256-d), &lt;code&gt;feature_map&lt;/code&gt; und &lt;code&gt;logits&lt;/code&gt; (die 17 lokalen Klimazonen); es kann nachtrainiert werden.&lt;/p&gt;&lt;p&gt;Mit Internet holt und baut &lt;i&gt;Modul holen&lt;/i&gt; mit &lt;code&gt;so2sat-lcz-resnet20&lt;/code&gt; es in einem Zug.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Keras weights</source>
   <translation>Keras-Gewichte</translation>
  </message>
  <message>
   <source>The .h5 file of weights, as its authors publish it.</source>
   <translation>Die .h5-Datei mit Gewichten, wie ihre Autoren sie veröffentlichen.</translation>
  </message>
  <message>
   <source>New folder for the module; give it as Module elsewhere.</source>
   <translation>Neuer Ordner für das Modul; anderswo als Modul angeben.</translation>
  </message>
  <message>
   <source>Set up runtime</source>
   <translation>Laufzeitumgebung einrichten</translation>
  </message>
  <message>
   <source>Creates, repairs or removes the runtime: a separate Python with TensorFlow, OpenVINO and scikit-learn, once a QGIS profile.</source>
   <translation>Legt die Laufzeitumgebung an, repariert oder entfernt sie: ein eigenes Python mit TensorFlow, OpenVINO und scikit-learn, einmal je QGIS-Profil.</translation>
  </message>
  <message>
   <source>&lt;p&gt;QGIS's own Python is left alone: the runtime is a virtual environment in the QGIS profile's folder, with every package at a tested version. It is tested before it is used, and an older one stays until then. About 4 GB of disk and a download of up to 0.8 GB are needed, and some minutes. Certificates that the system trusts are trusted, and one that the environment variable SSL_CERT_FILE names.&lt;/p&gt;&lt;p&gt;An interpreter that has these packages already can be named instead: by the environment variable SO2SAT_PYTHON, or in Plugins &gt; So2Sat land cover &gt; Set up….&lt;/p&gt;</source>
   <translation>&lt;p&gt;Das Python von QGIS bleibt unberührt: Die Laufzeitumgebung ist eine virtuelle Umgebung im Ordner des QGIS-Profils, mit jedem Paket in einer getesteten Version. Sie wird geprüft, bevor sie verwendet wird, und eine ältere bleibt bis dahin. Nötig sind etwa 4 GB Platz, ein Download von bis zu 0,8 GB und einige Minuten. Zertifikaten, denen das System vertraut, wird vertraut, und einem, das die Umgebungsvariable SSL_CERT_FILE nennt.&lt;/p&gt;&lt;p&gt;Stattdessen kann ein Interpreter genannt werden, der diese Pakete schon hat: mit der Umgebungsvariable SO2SAT_PYTHON oder in Erweiterungen &gt; So2Sat land cover &gt; Einrichten….&lt;/p&gt;</translation>
  </message>
  <message>
   <source>What to do</source>
   <translation>Was zu tun ist</translation>
  </message>
  <message>
   <source>Set up creates the runtime anew, and an older one stays until it is ready. Repair tests the one that is there and creates it anew only if something is damaged. Remove deletes it; modules and results stay.</source>
   <translation>Einrichten legt die Laufzeitumgebung neu an, und eine ältere bleibt, bis sie fertig ist. Reparieren prüft die vorhandene und legt sie nur neu an, wenn etwas beschädigt ist. Entfernen löscht sie; Module und Ergebnisse bleiben.</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>Gerät</translation>
  </message>
  <message>
   <source>What TensorFlow computes on. NVIDIA GPU adds the CUDA libraries (11 GB of disk instead of 4) and needs the NVIDIA driver.</source>
   <translation>Worauf TensorFlow rechnet. NVIDIA-GPU fügt die CUDA-Bibliotheken hinzu (11 GB Platz statt 4) und braucht den NVIDIA-Treiber.</translation>
  </message>
  <message>
   <source>CPU (and Intel GPUs)</source>
   <translation>CPU (und Intel-GPUs)</translation>
  </message>
  <message>
   <source>NVIDIA GPU (Linux)</source>
   <translation>NVIDIA-GPU (Linux)</translation>
  </message>
  <message>
   <source>Base Python interpreter</source>
   <translation>Basis-Python-Interpreter</translation>
  </message>
  <message>
   <source>A Python interpreter (3.10 to 3.13, 64-bit) to make the runtime from. Empty: one is looked for on this computer, and where there is none that will do, a standalone one is fetched.</source>
   <translation>Ein Python-Interpreter (3.10 bis 3.13, 64 Bit), aus dem die Laufzeitumgebung gemacht wird. Leer: Auf diesem Rechner wird einer gesucht, und wo keiner geeignet ist, ein eigenständiger geholt.</translation>
  </message>
  <message>
   <source>For a computer without internet: a folder of .whl files, filled by 'pip download -r requirements.txt' on another computer with the same system and Python version (requirements.txt lies in the plugin's folder runtime). A Python itself may lie there too, as cpython-3.12…-install_only.tar.gz. Empty: the packages are fetched from the package index, through QGIS's proxy settings.</source>
   <translation>Für einen Rechner ohne Internet: ein Ordner mit .whl-Dateien, gefüllt mit 'pip download -r requirements.txt' auf einem anderen Rechner mit gleichem System und gleicher Python-Version (requirements.txt liegt im Ordner runtime der Erweiterung). Auch ein Python selbst darf dort liegen, als cpython-3.12…-install_only.tar.gz. Leer: Die Pakete kommen aus dem Paketindex, über die Proxy-Einstellungen von QGIS.</translation>
  </message>
  <message>
   <source>Where a standalone Python is fetched from, if one is needed: the address of a mirror of the releases of python-build-standalone (file:// for a folder). Empty: their own place on GitHub.</source>
   <translation>Woher ein eigenständiges Python geholt wird, falls eines nötig ist: die Adresse eines Spiegelservers der Ausgaben von python-build-standalone (file:// für einen Ordner). Leer: ihr eigener Platz auf GitHub.</translation>
  </message>
  <message>
   <source>For a Dask cluster too</source>
   <translation>Auch für einen Dask-Cluster</translation>
  </message>
  <message>
   <source>Adds the packages by which plans are computed on a Dask cluster (30 MB). Not needed to compute on this computer.</source>
   <translation>Fügt die Pakete hinzu, mit denen Pläne auf einem Dask-Cluster berechnet werden (30 MB). Zum Rechnen auf diesem Rechner nicht nötig.</translation>
  </message>
  <message>
   <source>Interpreter of the runtime</source>
   <translation>Interpreter der Laufzeitumgebung</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Protokoll</translation>
  </message>
  <message>
   <source>Clean up unfinished runs</source>
   <translation>Unfertige Läufe aufräumen</translation>
  </message>
  <message>
   <source>Shows what cancelled or killed runs left on disk, and deletes it when asked.</source>
   <translation>Zeigt, was abgebrochene Läufe auf der Platte hinterließen, und löscht es auf Wunsch.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A run that was cancelled or killed keeps its finished blocks, so that the same run started again goes on where it was. Runs that nobody will start again keep their space until they are deleted here. What a running QGIS works on is neither shown nor deleted; finished modules and results are never touched.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Ein abgebrochener Lauf behält seine fertigen Blöcke, so dass derselbe Lauf bei neuem Start weitergeht, wo er war. Läufe, die niemand mehr startet, behalten ihren Platz, bis sie hier gelöscht werden. Woran ein laufendes QGIS arbeitet, wird weder gezeigt noch gelöscht; fertige Module und Ergebnisse werden nie angerührt.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Delete what is found</source>
   <translation>Gefundenes löschen</translation>
  </message>
  <message>
   <source>Off: only show what there is, its size and age. On: delete it.</source>
   <translation>Aus: nur zeigen, was da ist, wie groß und wie alt. Ein: löschen.</translation>
  </message>
  <message>
   <source>Older than (days)</source>
   <translation>Älter als (Tage)</translation>
  </message>
  <message>
   <source>Only what was last changed at least so many days ago. 0 means all.</source>
   <translation>Nur, was vor mindestens so vielen Tagen zuletzt geändert wurde. 0 bedeutet alles.</translation>
  </message>
  <message>
   <source>Number of leftovers found</source>
   <translation>Anzahl gefundener Reste</translation>
  </message>
  <message>
   <source>Their size in bytes</source>
   <translation>Ihre Größe in Byte</translation>
  </message>
  <message>
   <source>Number of leftovers deleted</source>
   <translation>Anzahl gelöschter Reste</translation>
  </message>
  <message>
   <source>Built-in module</source>
   <translation>Eingebautes Modul</translation>
  </message>
  <message>
   <source>Random convolutional features sampled from your own scene: any bands, no download, quick.</source>
   <translation>Zufällige Faltungsmerkmale, aus der eigenen Szene gezogen: beliebige Bänder, kein Download, schnell.</translation>
  </message>
  <message>
   <source>So2Sat ResNet-50, 10 Sentinel-2 bands</source>
   <translation>So2Sat ResNet-50, 10 Sentinel-2-Bänder</translation>
  </message>
  <message>
   <source>Trained on local climate zones of 42 cities; the module that this plugin is named after.</source>
   <translation>Auf lokalen Klimazonen von 42 Städten trainiert; das Modul, nach dem diese Erweiterung heißt.</translation>
  </message>
  <message>
   <source>EuroSAT ResNet-50, 13 Sentinel-2 bands</source>
   <translation>EuroSAT ResNet-50, 13 Sentinel-2-Bänder</translation>
  </message>
  <message>
   <source>Trained on ten land covers of Europe; needs all 13 bands of Level-1C.</source>
   <translation>Auf zehn Landbedeckungen Europas trainiert; braucht alle 13 Bänder von Level-1C.</translation>
  </message>
  <message>
   <source>So2Sat ResNet-50, red, green, blue</source>
   <translation>So2Sat ResNet-50, Rot, Grün, Blau</translation>
  </message>
  <message>
   <source>Trained on local climate zones of 42 cities, with three bands.</source>
   <translation>Auf lokalen Klimazonen von 42 Städten trainiert, mit drei Bändern.</translation>
  </message>
  <message>
   <source>EuroSAT ResNet-50, red, green, blue</source>
   <translation>EuroSAT ResNet-50, Rot, Grün, Blau</translation>
  </message>
  <message>
   <source>Trained on ten land covers of Europe, with three bands.</source>
   <translation>Auf zehn Landbedeckungen Europas trainiert, mit drei Bändern.</translation>
  </message>
  <message>
   <source>BigEarthNet ResNet-50, red, green, blue</source>
   <translation>BigEarthNet ResNet-50, Rot, Grün, Blau</translation>
  </message>
  <message>
   <source>Trained on 19 to 43 CORINE land covers of ten European countries, with three bands.</source>
   <translation>Auf 19 bis 43 CORINE-Landbedeckungen zehn europäischer Länder trainiert, mit drei Bändern.</translation>
  </message>
  <message>
   <source>NWPU-RESISC45 ResNet-50, red, green, blue</source>
   <translation>NWPU-RESISC45 ResNet-50, Rot, Grün, Blau</translation>
  </message>
  <message>
   <source>Trained on 45 kinds of scene in aerial photographs of 0.2 to 30 m.</source>
   <translation>Auf 45 Arten von Szenen in Luftbildern von 0,2 bis 30 m trainiert.</translation>
  </message>
  <message>
   <source>UC Merced ResNet-50, red, green, blue</source>
   <translation>UC Merced ResNet-50, Rot, Grün, Blau</translation>
  </message>
  <message>
   <source>Trained on 21 kinds of land use in aerial photographs of 0.3 m.</source>
   <translation>Auf 21 Arten von Landnutzung in Luftbildern von 0,3 m trainiert.</translation>
  </message>
  <message>
   <source>So2Sat ResNet-20, local climate zones, 10 Sentinel-2 bands</source>
   <translation>So2Sat ResNet-20, lokale Klimazonen, 10 Sentinel-2-Bänder</translation>
  </message>
  <message>
   <source>Small and quick; it also tells the 17 local climate zones itself, without any labels.</source>
   <translation>Klein und schnell; es kann auch selbst die 17 lokalen Klimazonen bestimmen, ohne Beispielflächen.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Automatic&lt;/b&gt; tries several and lets the best on what was held out vote together, which serves better than any one of them.</source>
   <translation type="vanished">&lt;b&gt;Automatisch&lt;/b&gt; probiert mehrere und lässt die besten auf dem Zurückgehaltenen gemeinsam abstimmen, was mehr nützt als jeder einzelne.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Automatic&lt;/b&gt; tries several with a few settings each and takes the one that does best on what was held out. With embeddings, logistic regression is a quick and good choice.</source>
   <translation type="vanished">&lt;b&gt;Automatisch&lt;/b&gt; probiert mehrere mit je einigen Einstellungen und nimmt den, der auf dem Zurückgehaltenen am besten ist. Bei Einbettungen ist die logistische Regression eine schnelle und gute Wahl.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Choose a raster and run: the built-in module needs no download. Every cell of the map stands for one stride of pixels; its class comes from a window of pixels around it, so texture counts, not only colour.&lt;/p&gt;&lt;p&gt;Classes are clusters, numbered from large to small and named by what they look like. The names are honest suggestions from mean reflectance and indices; the report says how each came about.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;training layer&lt;/b&gt; the classes are yours: a classifier is trained on the labelled cells, and the report says how good it is on polygons that were held out. A &lt;b&gt;bundle&lt;/b&gt; without a training layer applies a classifier that was trained before. &lt;b&gt;The module's own classes&lt;/b&gt; (METHOD) need no labels either, where the module was trained to tell classes, such as so2sat-lcz-resnet20 local climate zones.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation type="vanished">&lt;p&gt;Ein Raster wählen und starten: Das eingebaute Modul braucht keinen Download. Jede Zelle der Karte steht für einen Schritt von Pixeln; ihre Klasse ergibt sich aus einem Fenster von Pixeln um sie herum, so dass die Textur zählt und nicht nur die Farbe.&lt;/p&gt;&lt;p&gt;Die Klassen sind Cluster, von groß nach klein nummeriert und nach ihrem Aussehen benannt. Die Namen sind ehrliche Vorschläge aus mittlerer Reflexion und Indizes; der Bericht sagt, wie jeder zustande kam.&lt;/p&gt;&lt;p&gt;Mit einem &lt;b&gt;Trainingslayer&lt;/b&gt; sind die Klassen die eigenen: Ein Klassifikator wird auf den beschrifteten Zellen trainiert, und der Bericht sagt, wie gut er auf zurückgehaltenen Polygonen ist. Ein &lt;b&gt;Bündel&lt;/b&gt; ohne Trainingslayer wendet einen früher trainierten Klassifikator an. &lt;b&gt;Die eigenen Klassen des Moduls&lt;/b&gt; (METHOD) brauchen ebenfalls keine Beispielflächen, wenn das Modul Klassen gelernt hat, wie so2sat-lcz-resnet20 die lokalen Klimazonen.&lt;/p&gt;&lt;p&gt;Ein abgebrochener Lauf geht weiter, wo er war, wenn er mit denselben Eingaben neu gestartet wird.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The raster must be embedded as the one that the bundle was trained on: same module, window, mode and bands. That is checked first. It may be another scene or date.&lt;/p&gt;&lt;p&gt;The map's classes have the codes, names and colours of training.&lt;/p&gt;</source>
   <translation type="vanished">&lt;p&gt;Das Raster muss eingebettet sein wie das, auf dem das Bündel trainiert wurde: gleiches Modul, Fenster, gleicher Modus, gleiche Bänder. Das wird zuerst geprüft. Es darf eine andere Szene oder ein anderer Zeitpunkt sein.&lt;/p&gt;&lt;p&gt;Die Klassen der Karte haben Codes, Namen und Farben des Trainings.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result is a &lt;b&gt;bundle&lt;/b&gt; (*.so2sat): the classifier with its classes, colours, figures and the embedding that it needs. Apply it with 'Classify with bundle', to this raster or to another embedded the same way.&lt;/p&gt;&lt;p&gt;The report's headline comes from polygons that were held out; the usual random split stands beside it, and so does the same procedure on plain pixels. It shows which classes are confused, which samples look mislabelled and whether more labels would help; a JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features.&lt;/p&gt;</source>
   <translation type="vanished">&lt;p&gt;Das Ergebnis ist ein &lt;b&gt;Bündel&lt;/b&gt; (*.so2sat): der Klassifikator mit seinen Klassen, Farben, Zahlen und der Einbettung, die er braucht. Mit 'Mit Bündel klassifizieren' auf dieses Raster anwenden oder auf ein anderes, das genauso eingebettet ist.&lt;/p&gt;&lt;p&gt;Die wichtigste Zahl des Berichts stammt von zurückgehaltenen Polygonen; die übliche zufällige Aufteilung steht daneben, ebenso dasselbe Verfahren auf bloßen Pixeln. Er zeigt, welche Klassen verwechselt werden, welche Proben falsch beschriftet aussehen und ob mehr Beispielflächen helfen würden; eine JSON-Datei gleichen Namens enthält die Zahlen.&lt;/p&gt;&lt;p&gt;Ein Raster, das keine Einbettung ist, geht auch: Seine Bänder sind die Merkmale.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A classifier made by 'Train classifier' (*.so2sat).</source>
   <translation type="vanished">Ein Klassifikator von 'Klassifikator trainieren' (*.so2sat).</translation>
  </message>
  <message>
   <source>A map by the best kind of classifier</source>
   <translation type="vanished">Eine Karte mit der besten Art von Klassifikator</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster' with the module and window of the bundle's training raster.</source>
   <translation type="vanished">Ein Raster von 'Raster einbetten' mit Modul und Fenster des Trainingsrasters des Bündels.</translation>
  </message>
  <message>
   <source>All kinds are tried first; how far that map agrees with the one shown is told</source>
   <translation type="vanished">Alle Arten werden erst versucht; wie weit diese Karte mit der gezeigten übereinstimmt, wird gesagt</translation>
  </message>
  <message>
   <source>Bundle</source>
   <translation type="vanished">Bündel</translation>
  </message>
  <message>
   <source>Choose the best classifier: try all kinds on these labels. The next edit is mapped by the quick one.</source>
   <translation type="vanished">Den besten Klassifikator wählen: alle Arten auf diesen Beispielflächen probieren. Die nächste Änderung kartiert wieder der schnelle.</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation type="vanished">Farbe der Klasse</translation>
  </message>
  <message>
   <source>Distance from one window to the next, and the side of one cell of the result, in pixels of the raster. Smaller gives a finer map and takes longer: half the stride means four times the windows.</source>
   <translation type="vanished">Abstand von einem Fenster zum nächsten und Seitenlänge einer Zelle des Ergebnisses, in Pixeln des Rasters. Kleiner gibt eine feinere Karte und dauert länger: halbe Schrittweite heißt viermal so viele Fenster.</translation>
  </message>
  <message>
   <source>Double-click to choose another colour</source>
   <translation type="vanished">Doppelklick, um eine andere Farbe zu wählen</translation>
  </message>
  <message>
   <source>Double-click to rename</source>
   <translation type="vanished">Doppelklick, um umzubenennen</translation>
  </message>
  <message>
   <source>F1 of each class on labels that were held out: 100 % where all of its labels are found and nothing else is taken for it. In brackets: what share of its labels is found, by chance between these bounds (95 %).</source>
   <translation type="vanished">F1 jeder Klasse auf zurückgehaltenen Beispielflächen: 100 %, wenn alle der Klasse gefunden werden und nichts anderes für sie gehalten wird. In Klammern: welcher Anteil ihrer Beispielflächen gefunden wird, dem Zufall nach zwischen diesen Grenzen (95 %).</translation>
  </message>
  <message>
   <source>Find the best</source>
   <translation type="vanished">Den besten finden</translation>
  </message>
  <message>
   <source>GeoTIFF: classes from 1, 0 is nodata, one cell a stride, on the input's grid, with names, colours.</source>
   <translation type="vanished">GeoTIFF: Klassen ab 1, 0 ist Nodata, eine Zelle je Schritt, auf dem Gitter der Eingabe, mit Namen und Farben.</translation>
  </message>
  <message>
   <source>HTML file that opens in any browser.</source>
   <translation type="vanished">HTML-Datei, die sich in jedem Browser öffnet.</translation>
  </message>
  <message>
   <source>How much is tried: about a quarter of a minute, a minute or ten on two cores for 10,000 labelled cells.</source>
   <translation type="vanished">Wie viel probiert wird: etwa eine Viertelminute, eine Minute oder zehn auf zwei Kernen bei 10.000 beschrifteten Zellen.</translation>
  </message>
  <message>
   <source>Raster of plain pixels</source>
   <translation type="vanished">Raster mit bloßen Pixeln</translation>
  </message>
  <message>
   <source>Rasters of the same place and grid on other dates. With the module's own classes their scores are averaged, which makes the map steadier.</source>
   <translation type="vanished">Raster desselben Ortes und Gitters zu anderen Zeitpunkten. Bei den eigenen Klassen des Moduls werden ihre Werte gemittelt, was die Karte ruhiger macht.</translation>
  </message>
  <message>
   <source>Saves the map of the whole scene with its confidence, a report of how good it is, and the classifier (*.so2sat) for other scenes. For these the best kind of classifier is chosen, so the map may differ a little from the live one. Labels are saved with every edit.</source>
   <translation type="vanished">Speichert die Karte der ganzen Szene mit ihrer Konfidenz, einen Bericht, wie gut sie ist, und den Klassifikator (*.so2sat) für andere Szenen. Dafür wird die beste Art Klassifikator gewählt, so dass die Karte etwas von der laufenden abweichen kann. Beispielflächen werden bei jeder Änderung gespeichert.</translation>
  </message>
  <message>
   <source>Side of the square that the module sees around each cell. 0 takes what the module was trained on (320 m for the So2Sat ones); for the built-in module 320 m too, but at least 8 pixels and a cell and at most 32 pixels. What was chosen is shown in the log.</source>
   <translation type="vanished">Seitenlänge des Quadrats, das das Modul um jede Zelle sieht. 0 nimmt, worauf das Modul trainiert wurde (320 m bei denen von So2Sat); beim eingebauten Modul ebenfalls 320 m, aber mindestens 8 Pixel und eine Zelle und höchstens 32 Pixel. Was gewählt wurde, steht im Protokoll.</translation>
  </message>
  <message>
   <source>Side of the square that the module sees around each cell. The So2Sat modules were trained on 32 pixels of 10 m.</source>
   <translation type="vanished">Seitenlänge des Quadrats, das das Modul um jede Zelle sieht. Die So2Sat-Module wurden auf 32 Pixeln zu 10 m trainiert.</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation type="vanished">Überspringen</translation>
  </message>
  <message>
   <source>Stride (pixels)</source>
   <translation type="vanished">Schrittweite (Pixel)</translation>
  </message>
  <message>
   <source>Take this place off the list</source>
   <translation type="vanished">Diese Stelle von der Liste nehmen</translation>
  </message>
  <message>
   <source>The classifier with all that is needed to apply it.</source>
   <translation type="vanished">Der Klassifikator mit allem, was zu seiner Anwendung nötig ist.</translation>
  </message>
  <message>
   <source>The module's own classes</source>
   <translation type="vanished">Die eigenen Klassen des Moduls</translation>
  </message>
  <message>
   <source>The year that the embedding is of. 0: as the metadata, the file's name or its folder say.</source>
   <translation type="vanished">Das Jahr der Einbettung. 0: wie Metadaten, Dateiname oder Ordner sagen.</translation>
  </message>
  <message>
   <source>Trying…</source>
   <translation type="vanished">Wird probiert…</translation>
  </message>
  <message>
   <source>What the classifier sees of a cell. &lt;b&gt;Spectrum&lt;/b&gt;: mean and deviation of each band over the cell's own pixels, indices of them, and the same over the 3 × 3 cells around. &lt;b&gt;Embedding&lt;/b&gt;: the feature vector of the window. &lt;b&gt;Automatic&lt;/b&gt; holds all of them out and lets the best vote.</source>
   <translation type="vanished">Was der Klassifikator von einer Zelle sieht. &lt;b&gt;Spektrum&lt;/b&gt;: Mittel und Abweichung jedes Bandes über die Pixel der Zelle selbst, Indizes daraus und dasselbe über die 3 × 3 Zellen ringsum. &lt;b&gt;Einbettung&lt;/b&gt;: der Merkmalsvektor des Fensters. &lt;b&gt;Automatisch&lt;/b&gt; prüft alle am Zurückgehaltenen und lässt die besten abstimmen.</translation>
  </message>
  <message>
   <source>What to compare with in the report. Left empty, it is the raster that was embedded.</source>
   <translation type="vanished">Womit der Bericht vergleicht. Leer ist es das Raster, das eingebettet wurde.</translation>
  </message>
  <message>
   <source>What to write</source>
   <translation type="vanished">Was geschrieben wird</translation>
  </message>
  <message>
   <source>Where the cluster's workers find the run and leave what they compute: a folder that this computer and they see. Empty is the plugin's home folder, which does where that lies on a shared disk. Maps of clusters need no such folder: their codes are sent back.</source>
   <translation type="vanished">Wo die Worker des Clusters den Lauf finden und ablegen, was sie berechnen: ein Ordner, den dieser Rechner und sie sehen. Leer ist es der Ordner der Erweiterung im Benutzerverzeichnis, was genügt, wenn er auf einem gemeinsamen Laufwerk liegt. Clusterkarten brauchen keinen solchen Ordner: Ihre Codes werden zurückgesendet.</translation>
  </message>
  <message>
   <source>With a training layer: where to write the trained classifier (*.so2sat; empty: beside the map). Without one: the classifier to apply, trained on a raster that was embedded as this one is.</source>
   <translation type="vanished">Mit Trainingslayer: wohin der trainierte Klassifikator geschrieben wird (*.so2sat; leer: neben die Karte). Ohne: der anzuwendende Klassifikator, trainiert auf einem Raster, das wie dieses eingebettet wurde.</translation>
  </message>
  <message>
   <source>With a training layer: where to write the trained classifier (*.so2sat; empty: beside the map). Without one: the classifier to apply. It sets module, window, stride in metres, mode and the rest as it was trained with; what you set otherwise is told, and set aside where the classifier depends on it.</source>
   <translation type="vanished">Mit Trainingslayer: wohin der trainierte Klassifikator geschrieben wird (*.so2sat; leer: neben die Karte). Ohne: der anzuwendende Klassifikator. Er legt Modul, Fenster, Schrittweite in Metern, Modus und alles Übrige so fest, wie er trainiert wurde; was anders eingestellt ist, wird gemeldet und nicht beachtet, wo der Klassifikator davon abhängt.</translation>
  </message>
  <message>
   <source>With labels, a bundle or the module's own classes: the probability of each cell's class in percent (uint8, 255 is nodata). It is calibrated on held-out polygons, but for the module's own classes, which are as sure as they are.</source>
   <translation type="vanished">Mit Beispielflächen, Bündel oder den eigenen Klassen des Moduls: die Wahrscheinlichkeit der Klasse jeder Zelle in Prozent (uint8, 255 ist Nodata). Sie ist auf zurückgehaltenen Polygonen kalibriert, außer bei den eigenen Klassen des Moduls, die so sicher sind, wie sie sind.</translation>
  </message>
  <message>
   <source>normal</source>
   <translation type="vanished">normal</translation>
  </message>
  <message>
   <source>quick</source>
   <translation type="vanished">schnell</translation>
  </message>
  <message>
   <source>quick: up to 15 seconds</source>
   <translation type="vanished">schnell: bis 15 Sekunden</translation>
  </message>
  <message>
   <source>thorough</source>
   <translation type="vanished">gründlich</translation>
  </message>
  <message>
   <source>{names}: a temporary file, gone when QGIS is closed.</source>
   <translation type="vanished">{names}: eine temporäre Datei, die mit dem Schließen von QGIS verschwindet.</translation>
  </message>
 </context>
</TS>
