<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
 <context>
  <name>So2Sat</name>
  <message>
   <source>from–to classes</source>
   <translation>classes de transition</translation>
  </message>
  <message>
   <source>change</source>
   <translation>changement</translation>
  </message>
  <message>
   <source>{count} clusters</source>
   <translation>{count} groupes</translation>
  </message>
  <message>
   <source>Input parameters</source>
   <translation>Paramètres en entrée</translation>
  </message>
  <message>
   <source>Outputs</source>
   <translation>Sorties</translation>
  </message>
  <message>
   <source>From {low} to {high}.</source>
   <translation>De {low} à {high}.</translation>
  </message>
  <message>
   <source>At least {low}.</source>
   <translation>Au moins {low}.</translation>
  </message>
  <message>
   <source>Default: {value}.</source>
   <translation>Par défaut : {value}.</translation>
  </message>
  <message>
   <source>alike</source>
   <translation>semblable</translation>
  </message>
  <message>
   <source>more like this</source>
   <translation>lieux semblables</translation>
  </message>
  <message>
   <source>Confidence (%)</source>
   <translation>Confiance (%)</translation>
  </message>
  <message>
   <source>Novelty</source>
   <translation>Nouveauté</translation>
  </message>
  <message>
   <source>{count} classes, {name}</source>
   <translation>{count} classes, {name}</translation>
  </message>
  <message>
   <source>classes of {name}</source>
   <translation>classes de {name}</translation>
  </message>
  <message>
   <source>Double-click for another colour</source>
   <translation>Double-cliquez pour une autre couleur</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Classe</translation>
  </message>
  <message>
   <source>Colour of {name}</source>
   <translation>Couleur de {name}</translation>
  </message>
  <message>
   <source>Double-click to rename: {name}</source>
   <translation>Double-cliquez pour renommer : {name}</translation>
  </message>
  <message>
   <source>Runtime, modules and unfinished runs are kept here.</source>
   <translation>L'environnement d'exécution, les modules et les traitements inachevés sont conservés ici.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A multispectral raster goes in, is cut into windows, a module turns every window into a feature vector, an estimator turns every feature vector into a class, and a styled land-cover map comes out.&lt;/p&gt;&lt;ol&gt;&lt;li&gt;&lt;b&gt;Set up…&lt;/b&gt; creates the runtime, once.&lt;/li&gt;&lt;li&gt;Load a raster: the 10 bands B2 B3 B4 B5 B6 B7 B8 B8A B11 B12 of Sentinel-2 for the So2Sat modules, any bands for the built-in one.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Land cover panel&lt;/b&gt; looks at it, maps what you see as a preview and then the whole scene, and edits the legend. &lt;b&gt;Land-cover map…&lt;/b&gt; does the same with every setting.&lt;/li&gt;&lt;/ol&gt;&lt;p&gt;All of these are in the Processing toolbox too, with help beside each parameter, for models, batches and &lt;code&gt;qgis_process&lt;/code&gt;:&lt;/p&gt;</source>
   <translation>&lt;p&gt;Un raster multispectral entre, est découpé en fenêtres, un module transforme chaque fenêtre en vecteur de caractéristiques, un estimateur chaque vecteur en une classe, et il en sort une carte d'occupation du sol mise en forme.&lt;/p&gt;&lt;ol&gt;&lt;li&gt;&lt;b&gt;Installer…&lt;/b&gt; crée l'environnement d'exécution, une seule fois.&lt;/li&gt;&lt;li&gt;Chargez un raster : les 10 bandes B2 B3 B4 B5 B6 B7 B8 B8A B11 B12 de Sentinel-2 pour les modules So2Sat, n'importe quelles bandes pour le module intégré.&lt;/li&gt;&lt;li&gt;&lt;b&gt;Panneau Occupation du sol&lt;/b&gt; l'examine, cartographie ce que vous voyez en aperçu puis toute la scène, et modifie la légende. &lt;b&gt;Carte d'occupation du sol…&lt;/b&gt; fait de même avec tous les réglages.&lt;/li&gt;&lt;/ol&gt;&lt;p&gt;Tout cela est aussi dans la boîte à outils de traitements, avec une aide pour chaque paramètre, pour les modèles, les lots et &lt;code&gt;qgis_process&lt;/code&gt; :&lt;/p&gt;</translation>
  </message>
  <message>
   <source>So2Sat land cover: help</source>
   <translation>So2Sat land cover : aide</translation>
  </message>
  <message>
   <source>{count} h</source>
   <translation>{count} h</translation>
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
   <translation>Annulé.</translation>
  </message>
  <message>
   <source>Double-click a name or a colour to change it.</source>
   <translation>Double-cliquer sur un nom ou une couleur pour les changer.</translation>
  </message>
  <message>
   <source>Merge</source>
   <translation>Fusionner</translation>
  </message>
  <message>
   <source>Make the selected classes one: the first of them</source>
   <translation>Réunir les classes sélectionnées en une : la première d'entre elles</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Annuler la modification</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>Rétablir</translation>
  </message>
  <message>
   <source>Changing the legend…</source>
   <translation>Modification de la légende…</translation>
  </message>
  <message>
   <source>Area</source>
   <translation>Surface</translation>
  </message>
  <message>
   <source>Undoing…</source>
   <translation>Annulation de la modification…</translation>
  </message>
  <message>
   <source>&lt;b&gt;Legend&lt;/b&gt; of {map}</source>
   <translation>&lt;b&gt;Légende&lt;/b&gt; de {map}</translation>
  </message>
  <message>
   <source>Measuring the classes of {map}</source>
   <translation>Mesure des classes de {map}</translation>
  </message>
  <message>
   <source>Land cover panel</source>
   <translation>Panneau Occupation du sol</translation>
  </message>
  <message>
   <source>Land-cover map…</source>
   <translation>Carte d'occupation du sol…</translation>
  </message>
  <message>
   <source>Set up…</source>
   <translation>Installer…</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Aide</translation>
  </message>
  <message>
   <source>Needs a download: fetch it once with 'Get module'.</source>
   <translation>À télécharger une fois avec 'Obtenir un module'.</translation>
  </message>
  <message>
   <source>Modules (*.tar.gz *.tgz *.so2sat *.h5);;All files (*)</source>
   <translation>Modules (*.tar.gz *.tgz *.so2sat *.h5);;Tous les fichiers (*)</translation>
  </message>
  <message>
   <source>Name, folder, file or address of a module</source>
   <translation>Nom, dossier, fichier ou adresse d'un module</translation>
  </message>
  <message>
   <source>Choose a file or a folder</source>
   <translation>Choisir un fichier ou un dossier</translation>
  </message>
  <message>
   <source>Folder of a module…</source>
   <translation>Dossier d'un module…</translation>
  </message>
  <message>
   <source>Archive, bundle or weights…</source>
   <translation>Archive, paquet ou poids…</translation>
  </message>
  <message>
   <source>Used before.</source>
   <translation>Déjà utilisé.</translation>
  </message>
  <message>
   <source>Folder with saved_model.pb</source>
   <translation>Dossier avec saved_model.pb</translation>
  </message>
  <message>
   <source>needs download</source>
   <translation>à télécharger</translation>
  </message>
  <message>
   <source>Module</source>
   <translation>Module</translation>
  </message>
  <message>
   <source>Cells of {cell} {unit}, windows of {around} {unit}</source>
   <translation>Cellules de {cell} {unit}, fenêtres de {around} {unit}</translation>
  </message>
  <message>
   <source>pixels</source>
   <translation>pixels</translation>
  </message>
  <message>
   <source>coarse</source>
   <translation>grossier</translation>
  </message>
  <message>
   <source>fine</source>
   <translation>fin</translation>
  </message>
  <message>
   <source>Land cover</source>
   <translation>Occupation du sol</translation>
  </message>
  <message>
   <source>Map</source>
   <translation>Carte</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Étiquettes</translation>
  </message>
  <message>
   <source>Looks like what the module was trained on (distance {distance}; up to about 1 is usual).</source>
   <translation>Ressemble à ce sur quoi le module a été entraîné (distance {distance} ; jusqu'à environ 1 est habituel).</translation>
  </message>
  <message>
   <source>{count} bands, in the raster's order; no names tell which they are</source>
   <translation>{count} bandes, dans l'ordre du raster ; aucun nom ne dit lesquelles</translation>
  </message>
  <message>
   <source>Pixels of {pixel} m, {width} × {height} km</source>
   <translation>Pixels de {pixel} m, {width} × {height} km</translation>
  </message>
  <message>
   <source>Bands {names}</source>
   <translation>Bandes {names}</translation>
  </message>
  <message>
   <source>no data {share} %</source>
   <translation>{share} % sans données</translation>
  </message>
  <message>
   <source>cloud, snow or bright sand {share} %</source>
   <translation>{share} % de nuages, de neige ou de sable clair</translation>
  </message>
  <message>
   <source>Confidence {confidence} %, novelty {novelty} of 100.</source>
   <translation>Confiance {confidence} %, nouveauté {novelty} sur 100.</translation>
  </message>
  <message>
   <source>It is unlike everything labelled so far: a label here would teach much.</source>
   <translation>Elle ne ressemble à rien de ce qui est étiqueté : une étiquette ici apprendrait beaucoup.</translation>
  </message>
  <message>
   <source>Choose &lt;b&gt;Ask&lt;/b&gt; above and click a place on the map.</source>
   <translation>Choisissez &lt;b&gt;Demander&lt;/b&gt; ci-dessus et cliquez un lieu sur la carte.</translation>
  </message>
  <message>
   <source>Most like these labels (click to go there): {links}</source>
   <translation>Les étiquettes les plus semblables (cliquez pour y aller) : {links}</translation>
  </message>
  <message>
   <source>Delete the class {name} and its {count} labels? Edit &gt; Undo brings them back.</source>
   <translation>Supprimer la classe {name} et ses {count} étiquettes ? Éditer &gt; Annuler les fait revenir.</translation>
  </message>
  <message>
   <source>Press this key over the canvas to draw this class</source>
   <translation>Appuyez sur cette touche au-dessus du canevas pour dessiner cette classe</translation>
  </message>
  <message>
   <source>How many labels the class has</source>
   <translation>Combien d'étiquettes la classe possède</translation>
  </message>
  <message>
   <source>Name of a new class</source>
   <translation>Nom d'une nouvelle classe</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>Ajouter</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Supprimer</translation>
  </message>
  <message>
   <source>Delete the selected class and its labels</source>
   <translation>Supprimer la classe sélectionnée et ses étiquettes</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Touche</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Nombre</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Précision</translation>
  </message>
  <message>
   <source>Delete class</source>
   <translation>Supprimer la classe</translation>
  </message>
  <message>
   <source>Make or choose a label layer first.</source>
   <translation>Créez ou choisissez d'abord une couche d'étiquettes.</translation>
  </message>
  <message>
   <source>Click a place first: the region grows from there.</source>
   <translation>Cliquez d'abord un lieu : la région grandit à partir de là.</translation>
  </message>
  <message>
   <source>F1 of each class on labels that were held out: 100 % where all of its labels are found and nothing else is taken for it. In brackets: its 95 % interval.</source>
   <translation>F1 de chaque classe sur des étiquettes mises de côté : 100 % si toutes les siennes sont trouvées et que rien d'autre n'est pris pour elle. Entre parenthèses : son intervalle à 95 %.</translation>
  </message>
  <message>
   <source>Share of labelled cells that are right where they were held out ({how}), with its 95 % interval. Pixels: the same by each cell's own bands alone. Classifier: {classifier}.</source>
   <translation>Part des cellules étiquetées qui sont justes quand elles sont mises de côté ({how}), avec son intervalle à 95 %. Pixels : de même, par les seules bandes de chaque cellule. Classifieur : {classifier}.</translation>
  </message>
  <message>
   <source>Accuracy: not known until two classes have two labels each.</source>
   <translation>Précision : inconnue tant que deux classes n'ont pas deux étiquettes chacune.</translation>
  </message>
  <message>
   <source>{value} %</source>
   <translation>{value} %</translation>
  </message>
  <message>
   <source>Not known yet.</source>
   <translation>Pas encore connue.</translation>
  </message>
  <message>
   <source>Never held out: label this class in a second place.</source>
   <translation>Jamais mise de côté : étiquetez cette classe en un second lieu.</translation>
  </message>
  <message>
   <source>Accuracy &lt;b&gt;{value}&lt;/b&gt;{bounds}</source>
   <translation>Précision &lt;b&gt;{value}&lt;/b&gt;{bounds}</translation>
  </message>
  <message>
   <source> (95 % interval {between})</source>
   <translation> (intervalle à 95 % {between})</translation>
  </message>
  <message>
   <source> · pixels {value}</source>
   <translation> · pixels {value}</translation>
  </message>
  <message>
   <source>F1 {value}</source>
   <translation>F1 {value}</translation>
  </message>
  <message>
   <source>Share of its labels that is found: {value}</source>
   <translation>Part de ses étiquettes qui est trouvée : {value}</translation>
  </message>
  <message>
   <source>Share of what is taken for it that is right: {value}</source>
   <translation>Part de ce qui est pris pour elle qui est juste : {value}</translation>
  </message>
  <message>
   <source>labels</source>
   <translation>étiquettes</translation>
  </message>
  <message>
   <source>{path} exists already and is not overwritten. Choose another name, or choose that layer.</source>
   <translation>{path} existe déjà et n'est pas écrasé. Choisissez un autre nom, ou choisissez cette couche.</translation>
  </message>
  <message>
   <source>The label layer {path} could not be written: {reason}. Choose a folder that takes files.</source>
   <translation>La couche d'étiquettes {path} n'a pas pu être écrite : {reason}. Choisissez un dossier qui accepte des fichiers.</translation>
  </message>
  <message>
   <source>Add class</source>
   <translation>Ajouter une classe</translation>
  </message>
  <message>
   <source>Rename class</source>
   <translation>Renommer la classe</translation>
  </message>
  <message>
   <source>Recolour class</source>
   <translation>Changer la couleur de la classe</translation>
  </message>
  <message>
   <source>A class needs a name.</source>
   <translation>Une classe doit avoir un nom.</translation>
  </message>
  <message>
   <source>Add label</source>
   <translation>Ajouter une étiquette</translation>
  </message>
  <message>
   <source>Relabel</source>
   <translation>Changer</translation>
  </message>
  <message>
   <source>Delete label</source>
   <translation>Supprimer l'étiquette</translation>
  </message>
  <message>
   <source>There is a class {name} already. Choose another name.</source>
   <translation>Il y a déjà une classe {name}. Choisissez un autre nom.</translation>
  </message>
  <message>
   <source>Edits of {layer} could not be saved: {reason}. They are kept in QGIS.</source>
   <translation>Les modifications de {layer} n'ont pas pu être enregistrées : {reason}. Elles sont conservées dans QGIS.</translation>
  </message>
  <message>
   <source>{layer} takes no edits: its file is read-only, or its format is. Choose another layer.</source>
   <translation>{layer} n'accepte pas de modifications : son fichier est en lecture seule, ou son format l'est. Choisissez une autre couche.</translation>
  </message>
  <message>
   <source>{layer} takes no such label.</source>
   <translation>{layer} n'accepte pas une telle étiquette.</translation>
  </message>
  <message>
   <source>none yet</source>
   <translation>aucune pour l'instant</translation>
  </message>
  <message>
   <source>The field that holds the class</source>
   <translation>Le champ qui contient la classe</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Nouvelle</translation>
  </message>
  <message>
   <source>Make a GeoPackage for labels beside the scene</source>
   <translation>Créer un GeoPackage pour les étiquettes à côté de la scène</translation>
  </message>
  <message>
   <source>New label layer</source>
   <translation>Nouvelle couche d'étiquettes</translation>
  </message>
  <message>
   <source>Map by my labels (live)</source>
   <translation>Carte selon mes étiquettes (en direct)</translation>
  </message>
  <message>
   <source>Mapping by labels</source>
   <translation>Cartographie selon les étiquettes</translation>
  </message>
  <message>
   <source>Mapping the rest of the scene</source>
   <translation>Cartographie du reste de la scène</translation>
  </message>
  <message>
   <source>More like this (orange)</source>
   <translation>Lieux semblables (orange)</translation>
  </message>
  <message>
   <source>Asking a cell</source>
   <translation>Interrogation d'une cellule</translation>
  </message>
  <message>
   <source>There is no map to ask about yet: label two classes first.</source>
   <translation>Il n'y a pas encore de carte à interroger : étiquetez d'abord deux classes.</translation>
  </message>
  <message>
   <source>The canvas does not show the scene. Zoom to it.</source>
   <translation>Le canevas ne montre pas la scène. Zoomez sur elle.</translation>
  </message>
  <message>
   <source>less</source>
   <translation>moins semblable</translation>
  </message>
  <message>
   <source>Click corners, right-click to end. Keys 1–9: class.</source>
   <translation>Cliquez les sommets, clic droit pour finir. Touches 1–9 : classe.</translation>
  </message>
  <message>
   <source>Click a cell to label it. Keys 1–9: class.</source>
   <translation>Cliquez une cellule pour l'étiqueter. Touches 1–9 : classe.</translation>
  </message>
  <message>
   <source>Click a place, fit the region, then Enter or right-click.</source>
   <translation>Cliquez un lieu, ajustez la région, puis Entrée ou clic droit.</translation>
  </message>
  <message>
   <source>Click a cell of the map.</source>
   <translation>Cliquez une cellule de la carte.</translation>
  </message>
  <message>
   <source>Click a place. Orange is where the scene looks like it.</source>
   <translation>Cliquez un lieu. En orange, là où la scène lui ressemble.</translation>
  </message>
  <message>
   <source>Label it</source>
   <translation>L'étiqueter</translation>
  </message>
  <message>
   <source>Make the region a label of the selected class (Enter, or a right click on the map)</source>
   <translation>Faire de la région une étiquette de la classe sélectionnée (Entrée, ou clic droit sur la carte)</translation>
  </message>
  <message>
   <source>Polygon</source>
   <translation>Polygone</translation>
  </message>
  <message>
   <source>Draw polygons of the selected class with QGIS's own tool</source>
   <translation>Dessiner des polygones de la classe sélectionnée avec l'outil de QGIS</translation>
  </message>
  <message>
   <source>Cell</source>
   <translation>Cellule</translation>
  </message>
  <message>
   <source>Label the one cell that is clicked</source>
   <translation>Étiqueter la seule cellule cliquée</translation>
  </message>
  <message>
   <source>Region</source>
   <translation>Région</translation>
  </message>
  <message>
   <source>Click a place: the alike cells around it become a polygon</source>
   <translation>Cliquez un lieu : les cellules semblables autour deviennent un polygone</translation>
  </message>
  <message>
   <source>Ask</source>
   <translation>Demander</translation>
  </message>
  <message>
   <source>Click a cell: why it is what it is on the map</source>
   <translation>Cliquez une cellule : pourquoi elle est ce qu'elle est sur la carte</translation>
  </message>
  <message>
   <source>Alike</source>
   <translation>Semblables</translation>
  </message>
  <message>
   <source>More like this: click a place: where else does the scene look like it?</source>
   <translation>Lieux semblables : cliquez un lieu ; où la scène lui ressemble-t-elle ailleurs ?</translation>
  </message>
  <message>
   <source>Draw</source>
   <translation>Dessiner</translation>
  </message>
  <message>
   <source>Look</source>
   <translation>Regarder</translation>
  </message>
  <message>
   <source>small</source>
   <translation>petite</translation>
  </message>
  <message>
   <source>large</source>
   <translation>grande</translation>
  </message>
  <message>
   <source>more</source>
   <translation>plus</translation>
  </message>
  <message>
   <source>more alike</source>
   <translation>plus semblable</translation>
  </message>
  <message>
   <source>Drawn at random from each class of the map: label all. This list, not the guided one, is for areas and accuracy (Assess map); its labels are kept apart and not trained on.</source>
   <translation>Tirés au hasard dans chaque classe de la carte : étiquetez-les tous. Cette liste, et non celle qui est guidée, sert aux surfaces et à la précision (Évaluer une carte) ; ses étiquettes sont gardées à part et ne servent pas à l'entraînement.</translation>
  </message>
  <message>
   <source>Where the map is unsure, or the land unlike all labels. Not for areas: see the other list.</source>
   <translation>Là où la carte est incertaine, ou le terrain différent de toutes les étiquettes. Pas pour les surfaces : voir l'autre liste.</translation>
  </message>
  <message>
   <source>only in what is seen</source>
   <translation>seulement dans ce qui est visible</translation>
  </message>
  <message>
   <source>Propose places in the part of the scene that the window shows now</source>
   <translation>Proposer des lieux dans la partie de la scène que la fenêtre montre</translation>
  </message>
  <message>
   <source>Find places</source>
   <translation>Trouver des lieux</translation>
  </message>
  <message>
   <source>Looking for places…</source>
   <translation>Recherche de lieux…</translation>
  </message>
  <message>
   <source>Finding places to label</source>
   <translation>Recherche de lieux à étiqueter</translation>
  </message>
  <message>
   <source>Place {number}</source>
   <translation>Lieu {number}</translation>
  </message>
  <message>
   <source>Drawn at random</source>
   <translation>Tiré au hasard</translation>
  </message>
  <message>
   <source>{label}? {confidence} %</source>
   <translation>{label} ? {confidence} %</translation>
  </message>
  <message>
   <source>Where a label teaches most</source>
   <translation>Lieux les plus instructifs</translation>
  </message>
  <message>
   <source>Random sample, for areas</source>
   <translation>Échantillon aléatoire, pour les surfaces</translation>
  </message>
  <message>
   <source>A random sample is drawn from the classes of the map: label two classes first.</source>
   <translation>Un échantillon aléatoire se tire dans les classes de la carte : étiquetez d'abord deux classes.</translation>
  </message>
  <message>
   <source>The window shows nothing of the scene. Zoom to it, or look everywhere.</source>
   <translation>La fenêtre ne montre rien de la scène. Zoomer dessus, ou chercher partout.</translation>
  </message>
  <message>
   <source>Label this cell as the selected class; the arrow offers all</source>
   <translation>Étiqueter cette cellule avec la classe sélectionnée ; la flèche les propose toutes</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Étiqueter</translation>
  </message>
  <message>
   <source>Skip: take this place off the list</source>
   <translation>Passer : retirer ce lieu de la liste</translation>
  </message>
  <message>
   <source>{count} places left.</source>
   <translation>Encore {count} lieux.</translation>
  </message>
  <message>
   <source>See the scene</source>
   <translation>Voir la scène</translation>
  </message>
  <message>
   <source>the map</source>
   <translation>la carte</translation>
  </message>
  <message>
   <source>Preparing the scene for labelling</source>
   <translation>Préparation de la scène pour l'étiquetage</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Réessayer</translation>
  </message>
  <message>
   <source>Preparing the scene, once. You can draw meanwhile.</source>
   <translation>Préparation de la scène, une seule fois. Vous pouvez déjà dessiner.</translation>
  </message>
  <message>
   <source>Load a multispectral raster, or open one here.</source>
   <translation>Chargez un raster multispectral, ou ouvrez-en un ici.</translation>
  </message>
  <message>
   <source>Scene</source>
   <translation>Scène</translation>
  </message>
  <message>
   <source>The scene is prepared once the set-up is done.</source>
   <translation>La scène sera préparée dès que l'installation est faite.</translation>
  </message>
  <message>
   <source>Train fully</source>
   <translation>Entraîner à fond</translation>
  </message>
  <message>
   <source>Train as 'Train classifier' does, which takes seconds: forests and a logistic regression vote. The next edit is mapped by the quick classifier.</source>
   <translation>Entraîner comme le fait 'Entraîner un classifieur', en quelques secondes : des forêts et une régression logistique votent. La modification suivante est cartographiée par le classifieur rapide.</translation>
  </message>
  <message>
   <source>Label next</source>
   <translation>Suivants</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Enregistrer</translation>
  </message>
  <message>
   <source>Choose the scene first: labels are kept beside it, in its CRS.</source>
   <translation>Choisissez d'abord la scène : les étiquettes sont gardées à côté d'elle, dans son SCR.</translation>
  </message>
  <message>
   <source>Begin with New: it makes a label layer beside the scene.</source>
   <translation>Commencez par Nouvelle : une couche d'étiquettes est créée à côté de la scène.</translation>
  </message>
  <message>
   <source>Training…</source>
   <translation>Entraînement…</translation>
  </message>
  <message>
   <source>Type the name of a class and press Add; then of the next.</source>
   <translation>Tapez le nom d'une classe et appuyez sur Ajouter ; puis celui de la suivante.</translation>
  </message>
  <message>
   <source>The label layer was removed from the project. Its labels are in {file}.</source>
   <translation>La couche d'étiquettes a été retirée du projet. Ses étiquettes sont dans {file}.</translation>
  </message>
  <message>
   <source>Draw labels of two classes: the map appears with the second.</source>
   <translation>Dessinez des étiquettes de deux classes : la carte apparaît avec la seconde.</translation>
  </message>
  <message>
   <source>This place lies outside the scene. Click one on the scene.</source>
   <translation>Ce lieu est hors de la scène. Cliquez-en un sur la scène.</translation>
  </message>
  <message>
   <source>Zoom to this place</source>
   <translation>Zoomer sur ce lieu</translation>
  </message>
  <message>
   <source>Reference points</source>
   <translation>Points de référence</translation>
  </message>
  <message>
   <source>reference points</source>
   <translation>points de référence</translation>
  </message>
  <message>
   <source>{layer} takes no points: its file is read-only or gone.</source>
   <translation>{layer} n'accepte pas de points : son fichier est en lecture seule ou a disparu.</translation>
  </message>
  <message>
   <source>Edit labels</source>
   <translation>Modifier les étiquettes</translation>
  </message>
  <message>
   <source>The last edit could not be saved in {layer}: {reason}. It is kept in QGIS until the layer's edits are saved.</source>
   <translation>La dernière modification n'a pas pu être enregistrée dans {layer} : {reason}. Elle est conservée dans QGIS jusqu'à ce que les modifications de la couche soient enregistrées.</translation>
  </message>
  <message>
   <source>Undo could not be written into {layer}.</source>
   <translation>L'annulation n'a pas pu être écrite dans {layer}.</translation>
  </message>
  <message>
   <source>Trained as 'Train classifier' does; how far that map agrees with the one shown is told</source>
   <translation>Entraîné comme le fait 'Entraîner un classifieur' ; l'accord de cette carte avec celle affichée est indiqué</translation>
  </message>
  <message>
   <source>Saving map, classifier and report…</source>
   <translation>Enregistrement de la carte, du classifieur et du rapport…</translation>
  </message>
  <message>
   <source>Saves the map of the whole scene with its confidence, and the classifier (*.so2sat) for other scenes, with a report of how good it is. Labels are saved with every edit.</source>
   <translation>Enregistre la carte de toute la scène avec sa confiance, et le classifieur (*.so2sat) pour d'autres scènes, avec un rapport sur sa qualité. Les étiquettes sont enregistrées à chaque modification.</translation>
  </message>
  <message>
   <source>By the classifier that the page shows now</source>
   <translation>Avec le classifieur que la page montre maintenant</translation>
  </message>
  <message>
   <source>Save map, classifier and report</source>
   <translation>Enregistrer la carte, le classifieur et le rapport</translation>
  </message>
  <message>
   <source>map by labels</source>
   <translation>carte selon étiquettes</translation>
  </message>
  <message>
   <source>The map as it is shown</source>
   <translation>La carte telle qu'elle est affichée</translation>
  </message>
  <message>
   <source>A map by full training</source>
   <translation>Une carte après entraînement complet</translation>
  </message>
  <message>
   <source>There is no map to save yet: label two classes first.</source>
   <translation>Il n'y a pas encore de carte à enregistrer : étiquetez d'abord deux classes.</translation>
  </message>
  <message>
   <source>Saved as {path}</source>
   <translation>Enregistré sous {path}</translation>
  </message>
  <message>
   <source>{share} % of its cells have the class that was shown.</source>
   <translation>{share} % de ses cellules ont la classe qui était affichée.</translation>
  </message>
  <message>
   <source>There is no scene to do this on. Choose one above.</source>
   <translation>Il n'y a pas de scène pour cela. Choisissez-en une ci-dessus.</translation>
  </message>
  <message>
   <source>The scene is being prepared. This works once it is ready.</source>
   <translation>La scène est en préparation. Ceci fonctionnera dès qu'elle sera prête.</translation>
  </message>
  <message>
   <source>Add a class first: type its name and press Add.</source>
   <translation>Ajoutez d'abord une classe : tapez son nom et appuyez sur Ajouter.</translation>
  </message>
  <message>
   <source>Reflectance: this cell (thick) and each class's labels.</source>
   <translation>Réflectance : cette cellule (trait épais) et les étiquettes de chaque classe.</translation>
  </message>
  <message>
   <source>Suspects</source>
   <translation>Suspects</translation>
  </message>
  <message>
   <source>{label} → {predicted}?</source>
   <translation>{label} → {predicted} ?</translation>
  </message>
  <message>
   <source>Labelled {label}, taken for {predicted} with {confidence} % confidence</source>
   <translation>Étiquetée {label}, prise pour {predicted} avec {confidence} % de confiance</translation>
  </message>
  <message>
   <source>Each was held out and taken for another class. Look at it, then decide.</source>
   <translation>Chacune a été mise de côté et prise pour une autre classe. Regardez-la, puis décidez.</translation>
  </message>
  <message>
   <source>No label looks wrong so far.</source>
   <translation>Aucune étiquette ne semble fausse pour l'instant.</translation>
  </message>
  <message>
   <source>Give it the class that it is taken for</source>
   <translation>Lui donner la classe pour laquelle elle est prise</translation>
  </message>
  <message>
   <source>Delete this label</source>
   <translation>Supprimer cette étiquette</translation>
  </message>
  <message>
   <source>Suspects ({count})</source>
   <translation>Suspects ({count})</translation>
  </message>
  <message>
   <source>Looking at {scene}</source>
   <translation>Examen de {scene}</translation>
  </message>
  <message>
   <source>Fetching the module of local climate zones…</source>
   <translation>Téléchargement du module des zones climatiques locales…</translation>
  </message>
  <message>
   <source>The scene is looked at once the set-up is done.</source>
   <translation>La scène sera examinée dès que l'installation est faite.</translation>
  </message>
  <message>
   <source>The scene is looked at once the module is here.</source>
   <translation>La scène sera examinée dès que le module est là.</translation>
  </message>
  <message>
   <source>Mapping what is seen…</source>
   <translation>Cartographie de ce qui est visible…</translation>
  </message>
  <message>
   <source>Making the map…</source>
   <translation>Production de la carte…</translation>
  </message>
  <message>
   <source>This is a preview of what the window shows: classes may differ a little in the whole map.</source>
   <translation>Ceci est un aperçu de ce que montre la fenêtre : les classes peuvent un peu différer dans la carte entière.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Classes</translation>
  </message>
  <message>
   <source>Detail</source>
   <translation>Finesse</translation>
  </message>
  <message>
   <source>estimating…</source>
   <translation>estimation…</translation>
  </message>
  <message>
   <source>Looking at the scene…</source>
   <translation>Examen de la scène…</translation>
  </message>
  <message>
   <source>about {time}</source>
   <translation>environ {time}</translation>
  </message>
  <message>
   <source>Preview: {title}</source>
   <translation>Aperçu : {title}</translation>
  </message>
  <message>
   <source>Map what the window shows now, to look at</source>
   <translation>Cartographier ce que la fenêtre montre maintenant, pour regarder</translation>
  </message>
  <message>
   <source>Map the whole scene and save the map</source>
   <translation>Cartographier toute la scène et enregistrer la carte</translation>
  </message>
  <message>
   <source>GeoTIFF (*.tif)</source>
   <translation>GeoTIFF (*.tif)</translation>
  </message>
  <message>
   <source>beside the scene</source>
   <translation>à côté de la scène</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>Aperçu</translation>
  </message>
  <message>
   <source>Make the map</source>
   <translation>Faire la carte</translation>
  </message>
  <message>
   <source>Cancelling…</source>
   <translation>Annulation…</translation>
  </message>
  <message>
   <source>Save as</source>
   <translation>Enregistrer sous</translation>
  </message>
  <message>
   <source>Open the report</source>
   <translation>Ouvrir le rapport</translation>
  </message>
  <message>
   <source>{what} About {time} left.</source>
   <translation>{what} Encore environ {time}.</translation>
  </message>
  <message>
   <source>{file} cannot be read as a raster.</source>
   <translation>{file} ne peut pas être lu comme raster.</translation>
  </message>
  <message>
   <source>{file} is no scene: a scene is one raster with all its bands, and no map or embedding. Bands in files of their own are made one raster by Stack bands, in the Processing toolbox.</source>
   <translation>{file} n'est pas une scène : une scène est un seul raster avec toutes ses bandes, ni carte ni plongement. « Empiler des bandes », dans la boîte à outils de traitements, réunit des bandes en fichiers séparés.</translation>
  </message>
  <message>
   <source>Rasters (*.tif *.tiff *.vrt *.jp2);;All (*)</source>
   <translation>Rasters (*.tif *.tiff *.vrt *.jp2);;Tous (*)</translation>
  </message>
  <message>
   <source>Open a raster file</source>
   <translation>Ouvrir un fichier raster</translation>
  </message>
  <message>
   <source>Choose a layer of polygons or points that are labelled with their class.</source>
   <translation>Choisissez une couche de polygones ou de points étiquetés par leur classe.</translation>
  </message>
  <message>
   <source>Choose the field that holds the class.</source>
   <translation>Choisissez le champ qui contient la classe.</translation>
  </message>
  <message>
   <source>Choose a classifier file (*.so2sat) that was trained before.</source>
   <translation>Choisissez un fichier de classifieur (*.so2sat) entraîné auparavant.</translation>
  </message>
  <message>
   <source>local climate zones</source>
   <translation>zones climatiques locales</translation>
  </message>
  <message>
   <source>No labels: groups named by their look</source>
   <translation>Sans étiquettes : groupes selon l'aspect</translation>
  </message>
  <message>
   <source>My labels</source>
   <translation>Mes étiquettes</translation>
  </message>
  <message>
   <source>Local climate zones</source>
   <translation>Zones climatiques locales</translation>
  </message>
  <message>
   <source>A classifier that I have</source>
   <translation>Un classifieur que j'ai</translation>
  </message>
  <message>
   <source>Needs a small module from the internet, once.</source>
   <translation>Demande un petit module d'internet, une seule fois.</translation>
  </message>
  <message>
   <source>Get it</source>
   <translation>Le télécharger</translation>
  </message>
  <message>
   <source>Classifiers (*.so2sat)</source>
   <translation>Classifieurs (*.so2sat)</translation>
  </message>
  <message>
   <source>Classifier file (*.so2sat)</source>
   <translation>Fichier de classifieur (*.so2sat)</translation>
  </message>
  <message>
   <source>Number of groups</source>
   <translation>Nombre de groupes</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Couche</translation>
  </message>
  <message>
   <source>Effort</source>
   <translation>Effort</translation>
  </message>
  <message>
   <source>{task} (cancelled)</source>
   <translation>{task} (annulé)</translation>
  </message>
  <message>
   <source>It is a Python of its own with TensorFlow, OpenVINO and scikit-learn; QGIS's is left alone. Creating it takes some minutes, once.</source>
   <translation>C'est un Python à part avec TensorFlow, OpenVINO et scikit-learn ; celui de QGIS n'est pas touché. Sa création prend quelques minutes, une seule fois.</translation>
  </message>
  <message>
   <source>Set up now</source>
   <translation>Installer maintenant</translation>
  </message>
  <message>
   <source>The first map needs a Python of its own with TensorFlow: a download of {size} MB, once.</source>
   <translation>La première carte demande un Python à part avec TensorFlow : {size} Mo à télécharger, une seule fois.</translation>
  </message>
  <message>
   <source>The runtime is not set up yet</source>
   <translation>L'environnement d'exécution n'est pas encore installé</translation>
  </message>
  <message>
   <source>The runtime is damaged: choose Repair</source>
   <translation>L'environnement d'exécution est endommagé : choisissez Réparer</translation>
  </message>
  <message>
   <source>The interpreter that was named is none</source>
   <translation>L'interpréteur indiqué n'en est pas un</translation>
  </message>
  <message>
   <source>An interpreter that was named is used</source>
   <translation>Un interpréteur indiqué est utilisé</translation>
  </message>
  <message>
   <source>The runtime is of another version of the plugin: set it up again</source>
   <translation>L'environnement d'exécution vient d'une autre version de l'extension : réinstallez-le</translation>
  </message>
  <message>
   <source>The runtime is ready</source>
   <translation>L'environnement d'exécution est prêt</translation>
  </message>
  <message>
   <source>Repair…</source>
   <translation>Réparer…</translation>
  </message>
  <message>
   <source>A Python with TensorFlow, OpenVINO and scikit-learn. Empty: the runtime created here.</source>
   <translation>Un Python avec TensorFlow, OpenVINO et scikit-learn. Vide : l'environnement d'exécution créé ici.</translation>
  </message>
  <message>
   <source>No suitable Python on this computer: Python 3.12 is fetched (35 MB more)</source>
   <translation>Aucun Python convenable sur cet ordinateur : Python 3.12 sera téléchargé (35 Mo de plus)</translation>
  </message>
  <message>
   <source>the interpreter that is named below will not do</source>
   <translation>l'interpréteur indiqué plus bas ne convient pas</translation>
  </message>
  <message>
   <source>Delete the runtime? Modules and results stay, and it can be set up again at any time.</source>
   <translation>Supprimer l'environnement d'exécution ? Les modules et les résultats restent, et il peut être réinstallé à tout moment.</translation>
  </message>
  <message>
   <source>Set up So2Sat land cover</source>
   <translation>Installer So2Sat land cover</translation>
  </message>
  <message>
   <source>What it takes</source>
   <translation>Ce qu'il faut</translation>
  </message>
  <message>
   <source>looking…</source>
   <translation>recherche…</translation>
  </message>
  <message>
   <source>Download</source>
   <translation>Téléchargement</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Dossier</translation>
  </message>
  <message>
   <source>Disk</source>
   <translation>Disque</translation>
  </message>
  <message>
   <source>Compute on</source>
   <translation>Calculer sur</translation>
  </message>
  <message>
   <source>Made from</source>
   <translation>Créé à partir de</translation>
  </message>
  <message>
   <source>Other ways: without internet, with a Python of your own</source>
   <translation>Autres possibilités : sans internet, avec votre propre Python</translation>
  </message>
  <message>
   <source>found by itself, or fetched</source>
   <translation>trouvé automatiquement, ou téléchargé</translation>
  </message>
  <message>
   <source>from the internet</source>
   <translation>depuis internet</translation>
  </message>
  <message>
   <source>none: use the runtime created here</source>
   <translation>aucun : utiliser l'environnement d'exécution créé ici</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>Détails</translation>
  </message>
  <message>
   <source>What pip and Python say during the set-up appears here.</source>
   <translation>Les messages de pip et de Python pendant l'installation apparaissent ici.</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Copier</translation>
  </message>
  <message>
   <source>Set up</source>
   <translation>Installer</translation>
  </message>
  <message>
   <source>Repair</source>
   <translation>Réparer</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Supprimer</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Fermer</translation>
  </message>
  <message>
   <source>The runtime is removed.</source>
   <translation>L'environnement d'exécution est supprimé.</translation>
  </message>
  <message>
   <source>The runtime is ready.</source>
   <translation>L'environnement d'exécution est prêt.</translation>
  </message>
  <message>
   <source>Base Python 3.10–3.13</source>
   <translation>Python de base 3.10–3.13</translation>
  </message>
  <message>
   <source>Folder of wheels</source>
   <translation>Dossier de wheels</translation>
  </message>
  <message>
   <source>Mirror of Python releases</source>
   <translation>Miroir des versions de Python</translation>
  </message>
  <message>
   <source>Interpreter that has all packages</source>
   <translation>Interpréteur qui a tous les paquets</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>Masquer</translation>
  </message>
  <message>
   <source>The work goes on; Set up… shows it again</source>
   <translation>Le travail continue ; « Installer… » le montre à nouveau</translation>
  </message>
  <message>
   <source>and the CUDA libraries, some GB more</source>
   <translation>et les bibliothèques CUDA, quelques Go de plus</translation>
  </message>
  <message>
   <source>{needed} GB are needed, {free} GB are free</source>
   <translation>{needed} Go sont nécessaires, {free} Go sont libres</translation>
  </message>
  <message>
   <source>No NVIDIA GPU that TensorFlow can use was found</source>
   <translation>Aucun GPU NVIDIA utilisable par TensorFlow n'a été trouvé</translation>
  </message>
  <message>
   <source>Cancelled. What was set up before is as it was.</source>
   <translation>Annulé. Ce qui était installé avant est inchangé.</translation>
  </message>
  <message>
   <source>Set up again</source>
   <translation>Réinstaller</translation>
  </message>
  <message>
   <source>about {size} MB, once</source>
   <translation>environ {size} Mo, une seule fois</translation>
  </message>
  <message>
   <source>Setting up the So2Sat runtime</source>
   <translation>Installation de l'environnement d'exécution So2Sat</translation>
  </message>
  <message>
   <source>Removing the So2Sat runtime</source>
   <translation>Suppression de l'environnement d'exécution So2Sat</translation>
  </message>
  <message>
   <source>Looking for a Python and a GPU</source>
   <translation>Recherche d'un Python et d'un GPU</translation>
  </message>
  <message>
   <source>Save beside the scene</source>
   <translation>Enregistrer à côté de la scène</translation>
  </message>
  <message>
   <source>{names} is a temporary file.</source>
   <translation>{names} est un fichier temporaire.</translation>
  </message>
  <message>
   <source>{names}: the file of this map is gone, as it was a temporary one or was moved. Make the map again, or right-click the layer &gt; Change Data Source… to point to the file.</source>
   <translation>{names} : le fichier de cette carte n'est plus là, parce qu'il était temporaire ou a été déplacé. Refaites la carte, ou clic droit sur la couche &gt; Changer la source de données… pour indiquer le fichier.</translation>
  </message>
  <message>
   <source>Installed. Its panel leads from a scene to a land-cover map.</source>
   <translation>Installé. Son panneau mène d'une scène à une carte d'occupation du sol.</translation>
  </message>
  <message>
   <source>Open the panel</source>
   <translation>Ouvrir le panneau</translation>
  </message>
  <message>
   <source>Land-cover map</source>
   <translation>Carte d'occupation du sol</translation>
  </message>
  <message>
   <source>Makes a land-cover map of a multispectral raster, with your labels or without any.</source>
   <translation>Produit une carte d'occupation du sol à partir d'un raster multispectral, avec vos étiquettes ou sans aucune.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Choose a raster and run: the built-in module needs no download. The class of every cell comes from the pixels around it (its window), so texture counts, not only colour.&lt;/p&gt;&lt;p&gt;Classes are clusters, numbered from large to small and named by what they look like. The names are honest suggestions from mean reflectance and indices; the report says how each came about.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;training layer&lt;/b&gt; the classes are yours: a classifier is trained on the labelled cells, and the report says how good it is on polygons that were held out. A &lt;b&gt;classifier file&lt;/b&gt; without a training layer applies a classifier that was trained before. &lt;b&gt;The module's own classes&lt;/b&gt; need no labels either, where the module was trained to tell classes, such as so2sat-lcz-resnet20 local climate zones.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Choisissez un raster et lancez : le module intégré ne demande aucun téléchargement. La classe de chaque cellule vient des pixels autour d'elle (sa fenêtre), de sorte que la texture compte et pas seulement la couleur.&lt;/p&gt;&lt;p&gt;Les classes sont des groupes, numérotés du plus grand au plus petit et nommés d'après leur aspect. Les noms sont des suggestions honnêtes tirées de la réflectance moyenne et d'indices ; le rapport dit d'où vient chacun.&lt;/p&gt;&lt;p&gt;Avec une &lt;b&gt;couche d'entraînement&lt;/b&gt;, les classes sont les vôtres : un classifieur est entraîné sur les cellules étiquetées, et le rapport dit ce qu'il vaut sur des polygones mis de côté. Un &lt;b&gt;fichier de classifieur&lt;/b&gt; sans couche d'entraînement applique un classifieur entraîné auparavant. &lt;b&gt;Les classes propres au module&lt;/b&gt; n'ont pas non plus besoin d'étiquettes, si le module a appris à distinguer des classes, comme so2sat-lcz-resnet20 les zones climatiques locales.&lt;/p&gt;&lt;p&gt;Un traitement annulé ou interrompu reprend là où il en était quand il est relancé avec les mêmes entrées.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Multispectral raster</source>
   <translation>Raster multispectral</translation>
  </message>
  <message>
   <source>A raster with several spectral bands, Sentinel-2 above all. It is read block by block and never changed.</source>
   <translation>Un raster à plusieurs bandes spectrales, surtout de Sentinel-2. Il est lu bloc par bloc et n'est jamais modifié.</translation>
  </message>
  <message>
   <source>What turns a window into a feature vector: 'builtin' (needs no download and takes any bands), a name from the catalogue (such as so2sat-ms-resnet50), a module folder, a .tar.gz file, a bundle (*.so2sat) that carries a built-in module, or the handle (URL) of a TensorFlow Hub module. Modules from the internet must be fetched once with 'Get module'.</source>
   <translation>Ce qui transforme une fenêtre en vecteur de caractéristiques : 'builtin' (aucun téléchargement, toutes bandes), un nom du catalogue (comme so2sat-ms-resnet50), un dossier de module, un fichier .tar.gz, un paquet (*.so2sat) contenant un module intégré, ou l'adresse (URL) d'un module TensorFlow Hub. Les modules d'internet doivent être téléchargés une fois avec 'Obtenir un module'.</translation>
  </message>
  <message>
   <source>Cell size (m)</source>
   <translation>Taille de cellule (m)</translation>
  </message>
  <message>
   <source>Side of one cell of the result, in metres; it is rounded to whole pixels of the raster. Half the size means four times the cells, and up to four times the time. Not set, it is the finest that a run of about ten seconds allows, ten pixels at most.</source>
   <translation>Côté d'une cellule du résultat, en mètres ; il est arrondi à des pixels entiers du raster. Une taille deux fois plus petite fait quatre fois plus de cellules, et jusqu'à quatre fois plus de temps. Sans valeur, la plus fine que permet un traitement d'environ dix secondes, dix pixels au plus.</translation>
  </message>
  <message>
   <source>Cell size (pixels)</source>
   <translation>Taille de cellule (pixels)</translation>
  </message>
  <message>
   <source>Side of one cell of the result in pixels of the raster, which is the distance from one window to the next (the stride). 0 leaves it to the cell size in metres.</source>
   <translation>Côté d'une cellule du résultat en pixels du raster, qui est la distance d'une fenêtre à la suivante (le pas). 0 s'en remet à la taille de cellule en mètres.</translation>
  </message>
  <message>
   <source>Bands in the module's order</source>
   <translation>Bandes dans l'ordre du module</translation>
  </message>
  <message>
   <source>Leave empty to have the bands found by their names or wavelengths, or by known orders (10 bands of So2Sat, 12 of Sentinel-2 L2A, 13 of L1C). What was found is shown in the log.</source>
   <translation>Laissez vide pour que les bandes soient reconnues à leur nom ou à leur longueur d'onde, ou à un ordre connu (10 bandes de So2Sat, 12 de Sentinel-2 L2A, 13 de L1C). Ce qui a été trouvé figure dans le journal.</translation>
  </message>
  <message>
   <source>Value that means reflectance 1</source>
   <translation>Valeur qui signifie réflectance 1</translation>
  </message>
  <message>
   <source>10000 for Sentinel-2 products, 1 for float reflectance. 0 chooses by the raster's metadata, then by its values; what was chosen is shown in the log.</source>
   <translation>10000 pour les produits Sentinel-2, 1 pour une réflectance en nombres réels. 0 choisit d'après les métadonnées du raster, puis d'après ses valeurs ; le choix figure dans le journal.</translation>
  </message>
  <message>
   <source>Window (m)</source>
   <translation>Fenêtre (m)</translation>
  </message>
  <message>
   <source>Side of the square that the module sees around each cell. 0 takes what the module was trained on (320 m for the So2Sat ones); for the built-in module 320 m too, but at least 24 pixels and a cell and at most 32 pixels. What was chosen is shown in the log.</source>
   <translation>Côté du carré que le module voit autour de chaque cellule. 0 prend ce sur quoi le module a été entraîné (320 m pour ceux de So2Sat) ; pour le module intégré 320 m aussi, mais au moins 24 pixels et une cellule et au plus 32 pixels. Le choix figure dans le journal.</translation>
  </message>
  <message>
   <source>Window (pixels)</source>
   <translation>Fenêtre (pixels)</translation>
  </message>
  <message>
   <source>The same in pixels of the raster that is read; it wins over metres. 0 leaves it to those.</source>
   <translation>La même en pixels du raster qui est lu ; elle l'emporte sur les mètres. 0 s'en remet à eux.</translation>
  </message>
  <message>
   <source>Enlarge windows to (pixels)</source>
   <translation>Agrandir les fenêtres à (pixels)</translation>
  </message>
  <message>
   <source>Side in pixels that windows are enlarged to before the module sees them. 0 takes what the catalogue says (224 for the ResNet-50 modules), else the window's own size. Set it for a module that the catalogue does not know.</source>
   <translation>Côté en pixels auquel les fenêtres sont agrandies avant que le module ne les voie. 0 prend ce que dit le catalogue (224 pour les modules ResNet-50), sinon la taille de la fenêtre elle-même. À indiquer pour un module que le catalogue ne connaît pas.</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Emprise</translation>
  </message>
  <message>
   <source>Only the cells that touch this extent are computed; it never moves the cells. Empty means the whole raster.</source>
   <translation>Seules les cellules qui touchent cette emprise sont calculées ; elle ne déplace jamais les cellules. Vide : tout le raster.</translation>
  </message>
  <message>
   <source>Grid</source>
   <translation>Grille</translation>
  </message>
  <message>
   <source>Automatic warps a raster whose pixels are not square on the ground, or far from the size that the module was trained on (10 m for So2Sat), to square pixels of that size, and says so; others keep their grid.</source>
   <translation>Automatique reprojette un raster dont les pixels ne sont pas carrés au sol, ou sont loin de la taille sur laquelle le module a été entraîné (10 m pour So2Sat), en pixels carrés de cette taille, et le dit ; les autres gardent leur grille.</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatique</translation>
  </message>
  <message>
   <source>The raster's own</source>
   <translation>Celle du raster</translation>
  </message>
  <message>
   <source>Warped</source>
   <translation>Reprojetée</translation>
  </message>
  <message>
   <source>Mask (what to leave out)</source>
   <translation>Masque (ce qu'il faut écarter)</translation>
  </message>
  <message>
   <source>Clouds or anything else to leave out: a raster such as a cloud mask, on any grid and in any CRS, or polygons. What it leaves out counts as nodata; beyond its edge nothing is left out.</source>
   <translation>Nuages ou toute autre chose à écarter : un raster tel qu'un masque de nuages, sur n'importe quelle grille et dans n'importe quel SCR, ou des polygones. Ce qu'il écarte compte comme nodata ; au-delà de son bord, rien n'est écarté.</translation>
  </message>
  <message>
   <source>Mask values to leave out</source>
   <translation>Valeurs du masque à écarter</translation>
  </message>
  <message>
   <source>Which values of a mask raster are left out: numbers, ranges and bits, such as &lt;code&gt;3, 8-10&lt;/code&gt; or &lt;code&gt;bit 3, bit 4&lt;/code&gt;. Empty: every value but 0 and nodata; of Sentinel-2's scene classification 0, 1, 3, 8-11 (cloud, cirrus, shadow, snow, saturated).</source>
   <translation>Les valeurs d'un raster de masque à écarter : nombres, intervalles et bits, comme &lt;code&gt;3, 8-10&lt;/code&gt; ou &lt;code&gt;bit 3, bit 4&lt;/code&gt;. Vide : toute valeur sauf 0 et nodata ; pour la classification de scène de Sentinel-2 0, 1, 3, 8-11 (nuages, cirrus, ombres, neige, saturation).</translation>
  </message>
  <message>
   <source>Leave out clouds by the raster's SCL band</source>
   <translation>Écarter les nuages d'après la bande SCL du raster</translation>
  </message>
  <message>
   <source>Where the raster carries Sentinel-2's scene classification (a band named SCL, as 'Stack bands' makes it of an L2A product): cloud, cirrus, cloud shadow, snow and saturated pixels count as nodata.</source>
   <translation>Si le raster porte la classification de scène de Sentinel-2 (une bande nommée SCL, comme 'Empiler des bandes' la tire d'un produit L2A) : nuages, cirrus, ombres de nuages, neige et pixels saturés comptent comme nodata.</translation>
  </message>
  <message>
   <source>Mode</source>
   <translation>Mode</translation>
  </message>
  <message>
   <source>Exact embeds every window by itself. Dense runs the module once over each block and averages its feature map over the windows: much faster where windows overlap, but for most modules another function. Automatic is dense where both give the same values (the built-in module), else exact.</source>
   <translation>Exact plonge chaque fenêtre séparément. Dense exécute le module une fois sur chaque bloc et moyenne sa carte de caractéristiques sur les fenêtres : bien plus rapide quand les fenêtres se recouvrent, mais une autre fonction pour la plupart des modules. Automatique est dense quand les deux donnent les mêmes valeurs (le module intégré), sinon exact.</translation>
  </message>
  <message>
   <source>Exact</source>
   <translation>Exact</translation>
  </message>
  <message>
   <source>Dense</source>
   <translation>Dense</translation>
  </message>
  <message>
   <source>Map dense features to exact ones</source>
   <translation>Ramener les caractéristiques denses aux exactes</translation>
  </message>
  <message>
   <source>Where dense is another function than exact: embed a sample of windows exactly and fit a linear map from dense to exact features. The agreement reached is logged and kept with the result either way.</source>
   <translation>Quand dense est une autre fonction qu'exact : plonger exactement un échantillon de fenêtres et ajuster une application linéaire des caractéristiques denses aux exactes. L'accord obtenu figure dans tous les cas dans le journal et avec le résultat.</translation>
  </message>
  <message>
   <source>Backend</source>
   <translation>Moteur de calcul</translation>
  </message>
  <message>
   <source>What computes. Automatic takes the fastest that reads the module and says which.</source>
   <translation>Ce qui calcule. Automatique prend le plus rapide qui lit le module et dit lequel.</translation>
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
   <translation>Demi-précision</translation>
  </message>
  <message>
   <source>Multiply in half precision (bfloat16 on new CPUs, float16 on NVIDIA GPUs) where the hardware has it: about twice as fast. What it changes is measured on windows of the raster, logged and kept with the result; where it would be more than 2 %, float32 is used.</source>
   <translation>Multiplier en demi-précision (bfloat16 sur les CPU récents, float16 sur les GPU NVIDIA) là où le matériel la possède : environ deux fois plus rapide. Ce que cela change est mesuré sur des fenêtres du raster, journalisé et conservé avec le résultat ; au-delà de 2 %, float32 est utilisé.</translation>
  </message>
  <message>
   <source>Largest share of nodata</source>
   <translation>Part maximale de nodata</translation>
  </message>
  <message>
   <source>A cell whose window has a larger share of invalid pixels than this becomes nodata.</source>
   <translation>Une cellule dont la fenêtre a une plus grande part de pixels invalides devient nodata.</translation>
  </message>
  <message>
   <source>Training layer</source>
   <translation>Couche d'entraînement</translation>
  </message>
  <message>
   <source>Polygons or points with known classes, in any CRS. A cell whose centre lies in a polygon, or that holds a point, is a sample; a polygon too small to hold a cell's centre stands for the cell that it lies in. Several polygons of each class, spread over the raster, make both the classifier and its figures better.</source>
   <translation>Polygones ou points de classe connue, dans n'importe quel SCR. Une cellule dont le centre est dans un polygone, ou qui contient un point, est un échantillon ; un polygone trop petit pour contenir un centre de cellule vaut pour la cellule où il se trouve. Plusieurs polygones par classe, répartis sur le raster, améliorent le classifieur et ses chiffres.</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Champ de la classe</translation>
  </message>
  <message>
   <source>Text or whole numbers. Numbers from 1 on become the codes of the map; features without a label are left out.</source>
   <translation>Texte ou nombres entiers. Les nombres à partir de 1 deviennent les codes de la carte ; les entités sans étiquette sont écartées.</translation>
  </message>
  <message>
   <source>Classifier</source>
   <translation>Classifieur</translation>
  </message>
  <message>
   <source>&lt;b&gt;Automatic&lt;/b&gt; lets random forests and a logistic regression on different views of a cell vote, which serves better than any one of them, unless one alone is clearly better on what was held out.</source>
   <translation>&lt;b&gt;Automatique&lt;/b&gt; fait voter des forêts aléatoires et une régression logistique sur différentes vues d'une cellule, ce qui sert mieux que chacune seule, sauf si l'une est nettement meilleure sur ce qui a été mis de côté.</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatique</translation>
  </message>
  <message>
   <source>logistic regression</source>
   <translation>régression logistique</translation>
  </message>
  <message>
   <source>linear SVM</source>
   <translation>SVM linéaire</translation>
  </message>
  <message>
   <source>RBF SVM</source>
   <translation>SVM RBF</translation>
  </message>
  <message>
   <source>random forest</source>
   <translation>forêt aléatoire</translation>
  </message>
  <message>
   <source>extra trees</source>
   <translation>extra trees</translation>
  </message>
  <message>
   <source>histogram gradient boosting</source>
   <translation>gradient boosting par histogrammes</translation>
  </message>
  <message>
   <source>k nearest neighbours</source>
   <translation>k plus proches voisins</translation>
  </message>
  <message>
   <source>multilayer perceptron</source>
   <translation>perceptron multicouche</translation>
  </message>
  <message>
   <source>Classifier file</source>
   <translation>Fichier de classifieur</translation>
  </message>
  <message>
   <source>A classifier that was trained before (a bundle, *.so2sat), to be applied to this scene. It sets module, window, cell size, mode and the rest as it was trained with; what you set otherwise is told, and set aside where the classifier depends on it.</source>
   <translation>Un classifieur entraîné auparavant (un paquet, *.so2sat), à appliquer à cette scène. Il fixe le module, la fenêtre, la taille de cellule, le mode et le reste tels qu'il a été entraîné ; ce que vous réglez autrement est signalé, et laissé de côté là où le classifieur en dépend.</translation>
  </message>
  <message>
   <source>Use the module's own classes</source>
   <translation>Utiliser les classes propres au module</translation>
  </message>
  <message>
   <source>Where the module was trained to tell classes itself, as so2sat-lcz-resnet20 tells local climate zones: map those. Needs no labels.</source>
   <translation>Si le module a appris lui-même à distinguer des classes, comme so2sat-lcz-resnet20 les zones climatiques locales : les cartographier. Ne demande pas d'étiquettes.</translation>
  </message>
  <message>
   <source>Clustering method</source>
   <translation>Méthode de regroupement</translation>
  </message>
  <message>
   <source>&lt;b&gt;k-means&lt;/b&gt; is quick and a good first choice. &lt;b&gt;Mini-batch k-means&lt;/b&gt; is quicker still on a large sample. &lt;b&gt;Gaussian mixture&lt;/b&gt; allows clusters of different size and shape and often parts land cover best. &lt;b&gt;Birch&lt;/b&gt; joins small groups from the bottom up. &lt;b&gt;HDBSCAN&lt;/b&gt; looks for dense groups and finds their number itself, at most CLUSTERS; embeddings of overlapping windows pass into one another, so expect few. Cells in no dense group get the cluster of their nearest neighbours.</source>
   <translation>&lt;b&gt;k-moyennes&lt;/b&gt; est rapide et un bon premier choix. &lt;b&gt;k-moyennes par mini-lots&lt;/b&gt; est encore plus rapide sur un grand échantillon. &lt;b&gt;Mélange gaussien&lt;/b&gt; admet des groupes de taille et de forme différentes et sépare souvent le mieux l'occupation du sol. &lt;b&gt;Birch&lt;/b&gt; réunit de petits groupes de bas en haut. &lt;b&gt;HDBSCAN&lt;/b&gt; cherche des groupes denses et trouve lui-même leur nombre, au plus CLUSTERS ; les plongements de fenêtres qui se recouvrent passent l'un dans l'autre, attendez-vous donc à peu de groupes. Les cellules hors de tout groupe dense prennent le groupe de leurs plus proches voisines.</translation>
  </message>
  <message>
   <source>k-means</source>
   <translation>k-moyennes</translation>
  </message>
  <message>
   <source>Mini-batch k-means</source>
   <translation>k-moyennes par mini-lots</translation>
  </message>
  <message>
   <source>Gaussian mixture</source>
   <translation>Mélange gaussien</translation>
  </message>
  <message>
   <source>Birch</source>
   <translation>Birch</translation>
  </message>
  <message>
   <source>HDBSCAN on a sample, the rest assigned</source>
   <translation>HDBSCAN sur un échantillon, le reste affecté</translation>
  </message>
  <message>
   <source>Number of clusters</source>
   <translation>Nombre de groupes</translation>
  </message>
  <message>
   <source>How many clusters to make. Too many is easier to mend than too few: merge alike ones afterwards.</source>
   <translation>Combien de groupes former. Trop se corrige plus facilement que trop peu : fusionnez ensuite les semblables.</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>Graine</translation>
  </message>
  <message>
   <source>Seed of the random choices. The same inputs and seed give the same map.</source>
   <translation>Graine des choix aléatoires. Mêmes entrées et même graine donnent la même carte.</translation>
  </message>
  <message>
   <source>Sampled cells</source>
   <translation>Cellules échantillonnées</translation>
  </message>
  <message>
   <source>How many cells, spread evenly over the raster, the clusters are fitted on. All cells are then given to the clusters found. More takes longer and seldom changes the map.</source>
   <translation>Sur combien de cellules, réparties sur le raster, les groupes sont ajustés. Toutes les cellules sont ensuite affectées aux groupes trouvés. Davantage dure plus longtemps et change rarement la carte.</translation>
  </message>
  <message>
   <source>View</source>
   <translation>Vue</translation>
  </message>
  <message>
   <source>What the classifier sees of a cell. &lt;b&gt;Spectrum&lt;/b&gt;: mean and deviation of each band over the cell's own pixels, indices of them, and the same over the 3 × 3 cells around. &lt;b&gt;Embedding&lt;/b&gt;: the feature vector of the window. &lt;b&gt;Automatic&lt;/b&gt; lets both vote, unless one alone is clearly better on what was held out.</source>
   <translation>Ce que le classifieur voit d'une cellule. &lt;b&gt;Spectre&lt;/b&gt; : moyenne et écart-type de chaque bande sur les pixels de la cellule elle-même, des indices qui en sont tirés, et de même sur les 3 × 3 cellules autour. &lt;b&gt;Plongement&lt;/b&gt; : le vecteur de caractéristiques de la fenêtre. &lt;b&gt;Automatique&lt;/b&gt; fait voter les deux, sauf si l'une seule est nettement meilleure sur ce qui a été mis de côté.</translation>
  </message>
  <message>
   <source>spectrum</source>
   <translation>spectre</translation>
  </message>
  <message>
   <source>embedding</source>
   <translation>plongement</translation>
  </message>
  <message>
   <source>both</source>
   <translation>les deux</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Lissage</translation>
  </message>
  <message>
   <source>Class probabilities averaged over neighbouring cells before the likeliest class is taken. &lt;b&gt;Automatic&lt;/b&gt; does so where that is better on what was held out.</source>
   <translation>Probabilités des classes moyennées sur les cellules voisines avant de prendre la classe la plus probable. &lt;b&gt;Automatique&lt;/b&gt; le fait là où c'est meilleur sur ce qui a été mis de côté.</translation>
  </message>
  <message>
   <source>none</source>
   <translation>aucun</translation>
  </message>
  <message>
   <source>3 × 3 cells</source>
   <translation>3 × 3 cellules</translation>
  </message>
  <message>
   <source>How long training may take, on two cores with 10,000 labelled cells; with fewer it takes less. &lt;b&gt;Quick&lt;/b&gt; and &lt;b&gt;normal&lt;/b&gt; try random forests and logistic regression on each view, normal on more of the labelled cells. &lt;b&gt;Thorough&lt;/b&gt; takes more cells still, and tries all other kinds of classifiers too.</source>
   <translation>Combien de temps l'entraînement peut durer, sur deux cœurs avec 10 000 cellules étiquetées ; moins avec moins de cellules. &lt;b&gt;Rapide&lt;/b&gt; et &lt;b&gt;normal&lt;/b&gt; essaient forêts aléatoires et régression logistique sur chaque vue, normal avec plus de cellules étiquetées. &lt;b&gt;Approfondi&lt;/b&gt; en prend davantage encore, et essaie aussi tous les autres types de classifieurs.</translation>
  </message>
  <message>
   <source>quick: up to half a minute</source>
   <translation>rapide : jusqu'à une demi-minute</translation>
  </message>
  <message>
   <source>normal: up to a minute</source>
   <translation>normal : jusqu'à une minute</translation>
  </message>
  <message>
   <source>thorough: up to 10 minutes</source>
   <translation>approfondi : jusqu'à 10 minutes</translation>
  </message>
  <message>
   <source>Further dates</source>
   <translation>Autres dates</translation>
  </message>
  <message>
   <source>Rasters of the same place on other dates; those on other grids are warped to that of INPUT. With labels the dates stand side by side, so that seasons tell crops apart: give a bundle as many, in the same order. Clusters and the module's own classes average them. A cell that is cloud or nodata on one date is judged by the others.</source>
   <translation>Rasters du même lieu à d'autres dates ; ceux d'autres grilles sont amenés sur celle d'INPUT. Avec des étiquettes, les dates sont mises côte à côte, de sorte que les saisons distinguent les cultures : donnez-en autant à un paquet, dans le même ordre. Les groupes et les classes propres au module les moyennent. Une cellule nuageuse ou nodata à une date est jugée d'après les autres.</translation>
  </message>
  <message>
   <source>Principal components kept</source>
   <translation>Composantes principales gardées</translation>
  </message>
  <message>
   <source>Write only this many principal components, fitted on a sample of this raster, into the embedding raster; 0 keeps all dimensions. Components of two rasters cannot be compared.</source>
   <translation>N'écrire dans le raster de plongement que ce nombre de composantes principales, ajustées sur un échantillon de ce raster ; 0 garde toutes les dimensions. Les composantes de deux rasters ne se comparent pas.</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Précision</translation>
  </message>
  <message>
   <source>How the embedding raster stores its values: uint16 takes half and uint8 a quarter of the disk, with scale and offset that QGIS applies by itself. The error it causes is logged and kept in the metadata.</source>
   <translation>Comment le raster de plongement stocke ses valeurs : uint16 prend la moitié et uint8 le quart du disque, avec une échelle et un décalage que QGIS applique lui-même. L'erreur qui en résulte figure dans le journal et dans les métadonnées.</translation>
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
   <translation>Grappe Dask</translation>
  </message>
  <message>
   <source>Address of a Dask scheduler (tcp://… or tls://…), or its scheduler file: its workers embed, block by block, with the same result. Empty computes on this computer. The runtime must have Dask ('Set up runtime', For a Dask cluster too), the workers the plugin's wheel: see 'Past one machine' in the documentation. Whoever reaches an open scheduler can run anything on its workers.</source>
   <translation>Adresse d'un ordonnanceur Dask (tcp://… ou tls://…), ou son fichier d'ordonnanceur : ses workers calculent les plongements, bloc par bloc, avec le même résultat. Vide, le calcul se fait sur cet ordinateur. L'environnement d'exécution doit avoir Dask ('Installer l'environnement d'exécution', Aussi pour une grappe Dask), les workers le wheel de l'extension : voir 'Past one machine' dans la documentation. Quiconque atteint un ordonnanceur ouvert peut exécuter n'importe quoi sur ses workers.</translation>
  </message>
  <message>
   <source>Folder that the cluster sees</source>
   <translation>Dossier que la grappe voit</translation>
  </message>
  <message>
   <source>Where the cluster's workers find the run and leave what they compute: a folder that this computer and they see. Empty is the plugin's home folder, which does where that lies on a shared disk. Maps need no such folder where windows are exact: their codes are sent back.</source>
   <translation>Là où les workers de la grappe trouvent le traitement et laissent ce qu'ils calculent : un dossier que cet ordinateur et eux voient. Vide, c'est le dossier personnel de l'extension, ce qui suffit s'il est sur un disque partagé. Les cartes n'en ont pas besoin quand les fenêtres sont exactes : leurs codes sont renvoyés.</translation>
  </message>
  <message>
   <source>Go on here when the cluster is gone</source>
   <translation>Continuer ici si la grappe disparaît</translation>
  </message>
  <message>
   <source>Where the scheduler cannot be reached, or is lost and does not come back within a minute, this computer does the rest. Otherwise the run ends; what was computed is kept for the next.</source>
   <translation>Si l'ordonnanceur est hors d'atteinte, ou perdu sans revenir en une minute, cet ordinateur fait le reste. Sinon le traitement s'arrête ; ce qui a été calculé est gardé pour le suivant.</translation>
  </message>
  <message>
   <source>GeoTIFF: classes from 1, 0 is nodata, on the input's grid, with names and colours.</source>
   <translation>GeoTIFF : classes à partir de 1, 0 est nodata, sur la grille de l'entrée, avec noms et couleurs.</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Rapport</translation>
  </message>
  <message>
   <source>Without labels: clusters with area and share, their spectra and indices, and how their names came about. With a training layer: how good the classifier is.</source>
   <translation>Sans étiquettes : les groupes avec surface et part, leurs spectres et indices, et l'origine de leurs noms. Avec une couche d'entraînement : ce que vaut le classifieur.</translation>
  </message>
  <message>
   <source>Trained classifier</source>
   <translation>Classifieur entraîné</translation>
  </message>
  <message>
   <source>With a training layer: where to keep the classifier (a bundle), to map other scenes or dates with it. Skipped, it is kept beside the map, under the map's name.</source>
   <translation>Avec une couche d'entraînement : où garder le classifieur (un paquet), pour cartographier avec lui d'autres scènes ou dates. Sans valeur, il est gardé à côté de la carte, sous son nom.</translation>
  </message>
  <message>
   <source>Confidence</source>
   <translation>Confiance</translation>
  </message>
  <message>
   <source>With labels, a classifier file or the module's own classes: the probability of each cell's class in percent (uint8, 255 is nodata). It is calibrated on held-out polygons, but for the module's own classes, which are as sure as they are.</source>
   <translation>Avec des étiquettes, un fichier de classifieur ou les classes propres au module : la probabilité de la classe de chaque cellule en pour cent (uint8, 255 est nodata). Elle est calibrée sur des polygones mis de côté, sauf pour les classes propres au module, qui sont aussi sûres qu'elles le sont.</translation>
  </message>
  <message>
   <source>Embedding raster</source>
   <translation>Raster de plongement</translation>
  </message>
  <message>
   <source>Keep the feature vectors too, to cluster them otherwise or to train a classifier on them.</source>
   <translation>Garder aussi les vecteurs de caractéristiques, pour les regrouper autrement ou entraîner un classifieur dessus.</translation>
  </message>
  <message>
   <source>Plan</source>
   <translation>Plan</translation>
  </message>
  <message>
   <source>Write the run as a plan instead of computing it: any number of processes and machines then compute it, without QGIS, and write the map ('Past one machine' in the documentation).</source>
   <translation>Écrire le traitement comme un plan au lieu de le calculer : autant de processus et d'ordinateurs qu'on veut le calculent ensuite, sans QGIS, et écrivent la carte ('Past one machine' dans la documentation).</translation>
  </message>
  <message>
   <source>Folder of the module used</source>
   <translation>Dossier du module utilisé</translation>
  </message>
  <message>
   <source>Embed raster</source>
   <translation>Plonger un raster</translation>
  </message>
  <message>
   <source>Land cover, step by step</source>
   <translation>Occupation du sol, pas à pas</translation>
  </message>
  <message>
   <source>Turns every window of a multispectral raster into a feature vector and writes them as a raster.</source>
   <translation>Transforme chaque fenêtre d'un raster multispectral en vecteur de caractéristiques et les écrit en raster.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result is an &lt;b&gt;embedding raster&lt;/b&gt;: one cell a stride, one band a feature, aligned to the input. It remembers the module, window, stride, mode, bands and scaling it was made with, so that later steps can check that things fit. Cluster it with 'Cluster embedding raster', or train a classifier on it.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le résultat est un &lt;b&gt;raster de plongement&lt;/b&gt; : une cellule par pas, une bande par caractéristique, aligné sur l'entrée. Il retient le module, la fenêtre, le pas, le mode, les bandes et l'échelle avec lesquels il a été fait, pour que les étapes suivantes vérifient que tout concorde. Regroupez-le avec 'Regrouper un raster de plongement', ou entraînez un classifieur dessus.&lt;/p&gt;&lt;p&gt;Un traitement annulé ou interrompu reprend là où il en était quand il est relancé avec les mêmes entrées.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>GeoTIFF, float32, one band a feature (e0001 …), then the mean and standard deviation of each of the raster's bands over the cell's own pixels (mean_B2 …, sd_B2 …); nodata is NaN.</source>
   <translation>GeoTIFF, float32, une bande par caractéristique (e0001 …), puis la moyenne et l'écart-type de chaque bande du raster sur les pixels de la cellule elle-même (mean_B2 …, sd_B2 …) ; nodata est NaN.</translation>
  </message>
  <message>
   <source>Cluster embedding raster</source>
   <translation>Regrouper un raster de plongement</translation>
  </message>
  <message>
   <source>Groups the cells of an embedding raster by likeness, without labels, and names the groups by looks.</source>
   <translation>Regroupe les cellules d'un raster de plongement par ressemblance, sans étiquettes, et nomme les groupes d'après leur aspect.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The map has one class a cluster, numbered from the largest to the smallest, named by what its mean spectrum looks like ('1 · water-like', '2 · dense vegetation' …) and coloured to match. Names are suggestions; the report says how each came about. They need the cell statistics that 'Embed raster' writes beside the features; without them they are neutral.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features, standardised.&lt;/p&gt;</source>
   <translation>&lt;p&gt;La carte a une classe par groupe, numérotée du plus grand au plus petit, nommée d'après l'aspect de son spectre moyen ('1 · water-like', '2 · dense vegetation' …) et colorée en conséquence. Les noms sont des suggestions ; le rapport dit d'où vient chacun. Ils demandent les statistiques de cellule que 'Plonger un raster' écrit à côté des caractéristiques ; sans elles ils sont neutres.&lt;/p&gt;&lt;p&gt;Un raster qui n'est pas un plongement convient aussi : ses bandes sont les caractéristiques, centrées et réduites.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be clustered.</source>
   <translation>Un raster de 'Plonger un raster', ou tout autre dont les bandes sont à regrouper.</translation>
  </message>
  <message>
   <source>Cluster map</source>
   <translation>Carte de groupes</translation>
  </message>
  <message>
   <source>The map: classes from 1, 0 is nodata, on the grid of the input, with names and colours.</source>
   <translation>La carte : classes à partir de 1, 0 est nodata, sur la grille de l'entrée, avec noms et couleurs.</translation>
  </message>
  <message>
   <source>Clusters with area and share, their spectra and indices, and how their names came about.</source>
   <translation>Les groupes avec surface et part, leurs spectres et indices, et l'origine de leurs noms.</translation>
  </message>
  <message>
   <source>Train classifier</source>
   <translation>Entraîner un classifieur</translation>
  </message>
  <message>
   <source>Trains a classifier on labelled cells of an embedding raster and states honestly how good it is.</source>
   <translation>Entraîne un classifieur sur des cellules étiquetées d'un raster de plongement et dit honnêtement ce qu'il vaut.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result is a &lt;b&gt;bundle&lt;/b&gt; (*.so2sat): the classifier with its classes, colours, figures and the embedding that it needs. Apply it with 'Classify with bundle', to this raster or to another embedded the same way.&lt;/p&gt;&lt;p&gt;The report's headline comes from polygons that were held out; the usual random split stands beside it, and so does the same procedure on plain pixels, on the spectrum and on the embedding alone. It shows which classes are confused, which samples look mislabelled and whether more labels would help; a JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le résultat est un &lt;b&gt;paquet&lt;/b&gt; (*.so2sat) : le classifieur avec ses classes, couleurs, chiffres et le plongement dont il a besoin. Appliquez-le avec 'Classer avec un paquet', à ce raster ou à un autre plongé de la même façon.&lt;/p&gt;&lt;p&gt;Le chiffre principal du rapport vient de polygones mis de côté ; la division aléatoire habituelle figure à côté, ainsi que la même procédure sur de simples pixels, sur le spectre et sur le plongement seul. Il montre quelles classes sont confondues, quels échantillons semblent mal étiquetés et si plus d'étiquettes aideraient ; un fichier JSON du même nom contient les chiffres.&lt;/p&gt;&lt;p&gt;Un raster qui n'est pas un plongement convient aussi : ses bandes sont les caractéristiques.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be the features.</source>
   <translation>Un raster de 'Plonger un raster', ou tout autre dont les bandes doivent être les caractéristiques.</translation>
  </message>
  <message>
   <source>Validation</source>
   <translation>Validation</translation>
  </message>
  <message>
   <source>How accuracy is measured. &lt;b&gt;Polygons held out&lt;/b&gt;: each polygon is predicted by a classifier that did not see it. &lt;b&gt;Spatial blocks&lt;/b&gt;: each square block of the raster likewise, which is stricter where polygons lie close together, and right for points. &lt;b&gt;Random&lt;/b&gt;: cells at random, which flatters. &lt;b&gt;A second layer&lt;/b&gt;: the layer TEST.</source>
   <translation>Comment la précision est mesurée. &lt;b&gt;Polygones mis de côté&lt;/b&gt; : chaque polygone est prédit par un classifieur qui ne l'a pas vu. &lt;b&gt;Blocs spatiaux&lt;/b&gt; : de même chaque bloc carré du raster, ce qui est plus sévère quand les polygones sont proches, et juste pour des points. &lt;b&gt;Aléatoire&lt;/b&gt; : des cellules au hasard, ce qui flatte. &lt;b&gt;Une seconde couche&lt;/b&gt; : la couche TEST.</translation>
  </message>
  <message>
   <source>polygons held out</source>
   <translation>polygones mis de côté</translation>
  </message>
  <message>
   <source>spatial blocks</source>
   <translation>blocs spatiaux</translation>
  </message>
  <message>
   <source>random</source>
   <translation>aléatoire</translation>
  </message>
  <message>
   <source>a second layer</source>
   <translation>une seconde couche</translation>
  </message>
  <message>
   <source>Test layer</source>
   <translation>Couche de test</translation>
  </message>
  <message>
   <source>Labels in the same field that are not trained on; for VALIDATION = a second layer.</source>
   <translation>Étiquettes dans le même champ, sur lesquelles on n'entraîne pas ; pour VALIDATION = une seconde couche.</translation>
  </message>
  <message>
   <source>Folds</source>
   <translation>Parties</translation>
  </message>
  <message>
   <source>Into how many parts polygons (or blocks, or cells) are divided; each part is held out once.</source>
   <translation>En combien de parties les polygones (ou blocs, ou cellules) sont divisés ; chaque partie est mise de côté une fois.</translation>
  </message>
  <message>
   <source>Seed of the random choices. The same inputs and seed give the same result.</source>
   <translation>Graine des choix aléatoires. Mêmes entrées et même graine donnent le même résultat.</translation>
  </message>
  <message>
   <source>Largest number of samples</source>
   <translation>Nombre maximal d'échantillons</translation>
  </message>
  <message>
   <source>Where more cells are labelled, this many are drawn, evenly from classes and polygons.</source>
   <translation>Si davantage de cellules sont étiquetées, on en tire ce nombre, également dans les classes et les polygones.</translation>
  </message>
  <message>
   <source>Further embeddings</source>
   <translation>Autres plongements</translation>
  </message>
  <message>
   <source>Other embedding rasters of the same place, imported or made here, to compare with in the report: the same labels, held out in the same way.</source>
   <translation>D’autres rasters de plongement du même lieu, importés ou faits ici, à comparer dans le rapport : les mêmes étiquettes, mises de côté de la même façon.</translation>
  </message>
  <message>
   <source>The classifier with all that is needed to apply it: a bundle (*.so2sat).</source>
   <translation>Le classifieur avec tout ce qu'il faut pour l'appliquer : un paquet (*.so2sat).</translation>
  </message>
  <message>
   <source>How good the classifier is. The figures are beside it as JSON, under the same name.</source>
   <translation>Ce que vaut le classifieur. Les chiffres sont à côté en JSON, sous le même nom.</translation>
  </message>
  <message>
   <source>Suspect samples</source>
   <translation>Échantillons suspects</translation>
  </message>
  <message>
   <source>Samples that look mislabelled: confidently predicted as another class when they were held out.</source>
   <translation>Échantillons qui semblent mal étiquetés : prédits avec assurance dans une autre classe quand ils étaient mis de côté.</translation>
  </message>
  <message>
   <source>Classify with bundle</source>
   <translation>Classer avec un paquet</translation>
  </message>
  <message>
   <source>Makes a land-cover map of an embedding raster with a trained classifier.</source>
   <translation>Produit une carte d'occupation du sol d'un raster de plongement avec un classifieur entraîné.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The raster must be embedded as the one that the bundle was trained on: same module, window, mode and bands. That is checked first. It may be another scene or date. A raster that is no embedding, such as a new scene, is embedded as the bundle was trained: nothing else needs to be set.&lt;/p&gt;&lt;p&gt;The map's classes have the codes, names and colours of training.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le raster doit être plongé comme celui sur lequel le paquet a été entraîné : mêmes module, fenêtre, mode et bandes. C'est vérifié d'abord. Ce peut être une autre scène ou une autre date. Un raster qui n'est pas un plongement, comme une nouvelle scène, est plongé comme le paquet a été entraîné : rien d'autre n'est à régler.&lt;/p&gt;&lt;p&gt;Les classes de la carte ont les codes, noms et couleurs de l'entraînement.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster' with the module and window of the bundle's training raster, or a multispectral raster, which is then embedded so.</source>
   <translation>Un raster de 'Plonger un raster' avec le module et la fenêtre du raster d'entraînement du paquet, ou un raster multispectral, qui est alors plongé ainsi.</translation>
  </message>
  <message>
   <source>A classifier made by 'Train classifier' (a bundle, *.so2sat).</source>
   <translation>Un classifieur de 'Entraîner un classifieur' (un paquet, *.so2sat).</translation>
  </message>
  <message>
   <source>The map: classes with their codes (uint8, above 255 uint16), 0 is nodata or unclassified.</source>
   <translation>La carte : classes avec leurs codes (uint8, au-delà de 255 uint16), 0 est nodata ou non classé.</translation>
  </message>
  <message>
   <source>Least confidence (%)</source>
   <translation>Confiance minimale (%)</translation>
  </message>
  <message>
   <source>Cells that are classified with less confidence become 0, unclassified.</source>
   <translation>Les cellules classées avec moins de confiance deviennent 0, non classées.</translation>
  </message>
  <message>
   <source>Majority filter (cells)</source>
   <translation>Filtre majoritaire (cellules)</translation>
  </message>
  <message>
   <source>Gives each cell the commonest class of the square of this many cells a side around it, which removes specks. 0 leaves the map as it is; an even number counts as the next odd one.</source>
   <translation>Donne à chaque cellule la classe la plus fréquente du carré de ce nombre de cellules de côté autour d'elle, ce qui ôte les points isolés. 0 laisse la carte telle quelle ; un nombre pair compte comme l'impair suivant.</translation>
  </message>
  <message>
   <source>The calibrated probability of each cell's class in percent (uint8, 255 is nodata): of the cells at 80, about 80 % should be right where the land looks like the training polygons.</source>
   <translation>La probabilité calibrée de la classe de chaque cellule en pour cent (uint8, 255 est nodata) : parmi les cellules à 80, environ 80 % devraient être justes là où le terrain ressemble aux polygones d'entraînement.</translation>
  </message>
  <message>
   <source>How far a cell lies from all training samples, 0 to 100 (uint8, 255 is nodata): its distance to the nearest training sample in up to 32 principal components of the standardised features, where 50 is the distance that 95 % of training samples keep to those of other polygons, and 100 is twice that or more. Do not trust the map where it is high: no such land was labelled.</source>
   <translation>À quelle distance une cellule est de tous les échantillons d'entraînement, de 0 à 100 (uint8, 255 est nodata) : sa distance au plus proche échantillon dans au plus 32 composantes principales des caractéristiques centrées et réduites, où 50 est la distance que 95 % des échantillons gardent à ceux d'autres polygones, et 100 le double ou plus. Ne vous fiez pas à la carte là où elle est élevée : aucun terrain semblable n'a été étiqueté.</translation>
  </message>
  <message>
   <source>More like this</source>
   <translation>Lieux semblables</translation>
  </message>
  <message>
   <source>Shows how alike every cell of a raster is to a few points or polygons: one example may do.</source>
   <translation>Montre combien chaque cellule d'un raster ressemble à quelques points ou polygones : un seul exemple peut suffire.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Draw one or a few points or polygons on what you look for: ponds, greenhouses, a kind of forest. No second class is needed. Cells are compared by the embedding of their window and by their own spectrum; 100 is the same, 0 no more alike than any two cells of the raster. A cell counts as alike as it is to the three samples nearest to it.&lt;/p&gt;&lt;p&gt;The mask has the cells from the threshold on. The log says what the samples themselves reach, which is a good place to begin. Where several kinds of land are to be told apart, 'Train classifier' does better.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: the spectra of its pixels are compared.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Dessinez un ou quelques points ou polygones sur ce que vous cherchez : étangs, serres, une sorte de forêt. Aucune seconde classe n'est nécessaire. Les cellules sont comparées par le plongement de leur fenêtre et par leur propre spectre ; 100 est identique, 0 pas plus semblable que deux cellules quelconques du raster. Une cellule compte pour aussi semblable qu'elle l'est aux trois échantillons les plus proches.&lt;/p&gt;&lt;p&gt;Le masque contient les cellules à partir du seuil. Le journal dit ce que les échantillons atteignent eux-mêmes, ce qui est un bon début. Pour distinguer plusieurs sortes de terrain, 'Entraîner un classifieur' convient mieux.&lt;/p&gt;&lt;p&gt;Un raster qui n'est pas un plongement convient aussi : les spectres de ses pixels sont alors comparés.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be compared.</source>
   <translation>Un raster de 'Plonger un raster', ou tout autre dont les bandes sont à comparer.</translation>
  </message>
  <message>
   <source>Samples</source>
   <translation>Échantillons</translation>
  </message>
  <message>
   <source>Points or polygons on what to look for, in any CRS. Of many cells under them 256 are compared with, drawn at random.</source>
   <translation>Points ou polygones sur ce qu'il faut chercher, dans n'importe quel SCR. De nombreuses cellules sous eux, 256 tirées au hasard servent à comparer.</translation>
  </message>
  <message>
   <source>Threshold (%)</source>
   <translation>Seuil (%)</translation>
  </message>
  <message>
   <source>From which similarity on a cell is in the mask. Lower finds more, and more that is something else.</source>
   <translation>À partir de quelle ressemblance une cellule est dans le masque. Plus bas, on trouve davantage, et davantage d'autre chose.</translation>
  </message>
  <message>
   <source>Similarity</source>
   <translation>Ressemblance</translation>
  </message>
  <message>
   <source>How alike each cell is, 0 to 100 (uint8, 255 is nodata), on the grid of the input.</source>
   <translation>Combien chaque cellule est semblable, de 0 à 100 (uint8, 255 est nodata), sur la grille de l'entrée.</translation>
  </message>
  <message>
   <source>Mask</source>
   <translation>Masque</translation>
  </message>
  <message>
   <source>1 where the similarity is at least the threshold, 0 elsewhere, 255 is nodata.</source>
   <translation>1 là où la ressemblance atteint au moins le seuil, 0 ailleurs, 255 est nodata.</translation>
  </message>
  <message>
   <source>Cells above the threshold</source>
   <translation>Cellules au-dessus du seuil</translation>
  </message>
  <message>
   <source>Label these next</source>
   <translation>Lieux à étiqueter ensuite</translation>
  </message>
  <message>
   <source>Shows the places whose labels would improve a land-cover map most, or draws a random sample of places.</source>
   <translation>Montre les lieux dont les étiquettes amélioreraient le plus une carte d'occupation du sol, ou tire un échantillon aléatoire de lieux.</translation>
  </message>
  <message>
   <source>&lt;p&gt;&lt;b&gt;What teaches most&lt;/b&gt; are places of which the classifier of the labels so far is unsure, that are unlike anything labelled, and unlike each other. Without labels they are typical of the parts that the scene falls into. On three scenes with known labels this took fewer labels than random places did.&lt;/p&gt;&lt;p&gt;Such places are no random sample, so &lt;b&gt;no areas or accuracies may be estimated from them&lt;/b&gt;. For that the second way draws places at random in each class that is mapped now, as many as the interval asks for (Olofsson et al. 2014).&lt;/p&gt;&lt;p&gt;The points have an empty field for the class, under the name that the labels have.&lt;/p&gt;</source>
   <translation>&lt;p&gt;&lt;b&gt;Ce qui apprend le plus&lt;/b&gt;, ce sont des lieux où le classifieur des étiquettes actuelles hésite, qui ne ressemblent à rien d'étiqueté, ni entre eux. Sans étiquettes, ils sont typiques des parties en lesquelles la scène se divise. Sur trois scènes d'étiquettes connues, il a fallu ainsi moins d'étiquettes qu'avec des lieux au hasard.&lt;/p&gt;&lt;p&gt;De tels lieux ne sont pas un échantillon aléatoire, donc &lt;b&gt;ni surfaces ni précisions ne peuvent en être estimées&lt;/b&gt;. Pour cela, la seconde manière tire des lieux au hasard dans chaque classe cartographiée à présent, autant que l'intervalle en demande (Olofsson et al. 2014).&lt;/p&gt;&lt;p&gt;Les points ont un champ vide pour la classe, sous le nom qu'il a dans les étiquettes.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Multispectral or embedding raster</source>
   <translation>Raster multispectral ou de plongement</translation>
  </message>
  <message>
   <source>A raster with several spectral bands, which is embedded once and kept for what follows (below the plugin's home folder); or a raster made by 'Embed raster', for which the settings of an embedding are not looked at.</source>
   <translation>Un raster à plusieurs bandes spectrales, plongé une seule fois et gardé pour la suite (dans le dossier personnel de l'extension) ; ou un raster de 'Plonger un raster', pour lequel les réglages d'un plongement ne sont pas regardés.</translation>
  </message>
  <message>
   <source>Polygons or points with known classes, in any CRS; those with an empty class are left out. Leave it empty where nothing is labelled yet.</source>
   <translation>Polygones ou points de classe connue, dans n'importe quel SCR ; ceux dont la classe est vide sont écartés. Laissez vide si rien n'est encore étiqueté.</translation>
  </message>
  <message>
   <source>Text or whole numbers.</source>
   <translation>Texte ou nombres entiers.</translation>
  </message>
  <message>
   <source>Places</source>
   <translation>Lieux</translation>
  </message>
  <message>
   <source>The random sample needs labels of two classes: it is drawn in each class of the map by them.</source>
   <translation>L'échantillon aléatoire demande des étiquettes de deux classes : il est tiré dans chaque classe de la carte faite d'après elles.</translation>
  </message>
  <message>
   <source>What teaches most</source>
   <translation>Ce qui apprend le plus</translation>
  </message>
  <message>
   <source>A random sample, for areas and accuracy</source>
   <translation>Un échantillon aléatoire, pour les surfaces et la précision</translation>
  </message>
  <message>
   <source>Number of places</source>
   <translation>Nombre de lieux</translation>
  </message>
  <message>
   <source>Of places that teach most; a random sample has as many as the interval asks for.</source>
   <translation>Pour les lieux qui apprennent le plus ; un échantillon aléatoire en a autant que l'intervalle en demande.</translation>
  </message>
  <message>
   <source>Wanted interval (± %)</source>
   <translation>Intervalle voulu (± %)</translation>
  </message>
  <message>
   <source>Of a random sample: half the width of overall accuracy's 95 % interval, in percentage points.</source>
   <translation>Pour un échantillon aléatoire : moitié de la largeur de l'intervalle à 95 % de la précision globale, en points de pourcentage.</translation>
  </message>
  <message>
   <source>Fewest places per class</source>
   <translation>Minimum de lieux par classe</translation>
  </message>
  <message>
   <source>Of a random sample: rare classes need some places of their own; 50 to 100 is usual.</source>
   <translation>Pour un échantillon aléatoire : les classes rares ont besoin de leurs propres lieux ; 50 à 100 est l'usage.</translation>
  </message>
  <message>
   <source>Places to label</source>
   <translation>Lieux à étiqueter</translation>
  </message>
  <message>
   <source>Points at cells' centres: rank, an empty class, what is predicted now, how surely, novelty, and why.</source>
   <translation>Points au centre de cellules : rang, une classe vide, ce qui est prédit à présent, avec quelle assurance, nouveauté, et pourquoi.</translation>
  </message>
  <message>
   <source>Number of places found</source>
   <translation>Nombre de lieux trouvés</translation>
  </message>
  <message>
   <source>Grow region</source>
   <translation>Faire grandir une région</translation>
  </message>
  <message>
   <source>Grows a place into the polygon of connected cells that are like it, to be used as a label.</source>
   <translation>Fait grandir un lieu en un polygone des cellules contiguës qui lui ressemblent, à utiliser comme étiquette.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Cells are compared by the embedding of their window and by their own spectrum. The threshold says how alike a cell must be: at 0 it is the cell alone, at 100 everything that hangs together. 20 to 50 suit most fields, lakes and stands of trees; look at the polygon before you use it as a label.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les cellules sont comparées par le plongement de leur fenêtre et par leur propre spectre. Le seuil dit combien une cellule doit être semblable : à 0 c'est la cellule seule, à 100 tout ce qui se tient. 20 à 50 conviennent à la plupart des champs, des lacs et des peuplements d'arbres ; regardez le polygone avant d'en faire une étiquette.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Place</source>
   <translation>Lieu</translation>
  </message>
  <message>
   <source>Where to begin, such as a place in the middle of a field.</source>
   <translation>Où commencer, par exemple un lieu au milieu d'un champ.</translation>
  </message>
  <message>
   <source>Threshold</source>
   <translation>Seuil</translation>
  </message>
  <message>
   <source>How different a cell may be and still belong: 0 grows to nothing, 100 to all that hangs together.</source>
   <translation>Combien une cellule peut différer et appartenir encore : 0 ne fait rien grandir, 100 prend tout ce qui se tient.</translation>
  </message>
  <message>
   <source>One polygon along cells' edges, with the number of its cells and whether it goes on beyond 200 cells from the place.</source>
   <translation>Un polygone le long des bords des cellules, avec le nombre de ses cellules et s'il se poursuit au-delà de 200 cellules du lieu.</translation>
  </message>
  <message>
   <source>Cells of the region</source>
   <translation>Cellules de la région</translation>
  </message>
  <message>
   <source>Explain cell</source>
   <translation>Expliquer une cellule</translation>
  </message>
  <message>
   <source>Says why a cell gets its class: probabilities, the most similar labels, and its spectrum among the classes'.</source>
   <translation>Dit pourquoi une cellule reçoit sa classe : probabilités, étiquettes les plus semblables, et son spectre parmi ceux des classes.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A classifier is fitted to the labels, the one that the page 'Labels' of the panel redraws the map with. The report shows what it makes of the cell at a place: the probability of each class, how unlike the cell is to everything labelled (novelty), which labelled features are most like it, and how its spectrum lies among those of the classes.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Un classifieur est ajusté aux étiquettes, celui avec lequel la page 'Étiquettes' du panneau redessine la carte. Le rapport montre ce qu'il fait de la cellule en un lieu : la probabilité de chaque classe, combien la cellule diffère de tout ce qui est étiqueté (nouveauté), quelles entités étiquetées lui ressemblent le plus, et comment son spectre se place parmi ceux des classes.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Polygons or points with known classes, in any CRS; those with an empty class are left out.</source>
   <translation>Polygones ou points de classe connue, dans n'importe quel SCR ; ceux dont la classe est vide sont écartés.</translation>
  </message>
  <message>
   <source>The place that is asked about.</source>
   <translation>Le lieu sur lequel porte la question.</translation>
  </message>
  <message>
   <source>What is known of the cell. The figures are beside it as JSON, under the same name.</source>
   <translation>Ce qu'on sait de la cellule. Les chiffres sont à côté en JSON, sous le même nom.</translation>
  </message>
  <message>
   <source>Likeliest class</source>
   <translation>Classe la plus probable</translation>
  </message>
  <message>
   <source>Its probability in percent</source>
   <translation>Sa probabilité en pour cent</translation>
  </message>
  <message>
   <source>Novelty, 0 to 100</source>
   <translation>Nouveauté, de 0 à 100</translation>
  </message>
  <message>
   <source>Assess map</source>
   <translation>Évaluer une carte</translation>
  </message>
  <message>
   <source>Compares any map of classes with reference labels, and corrects the areas of its classes for its errors.</source>
   <translation>Compare une carte de classes quelconque à des étiquettes de référence, et corrige les surfaces de ses classes de ses erreurs.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The report has the confusion matrix (rows are the reference), overall accuracy with its 95 % interval, kappa, F1, user's and producer's accuracy of each class, and the area of each class as mapped and adjusted for map error with its 95 % interval (stratified estimators of Olofsson et al. 2014, Good practices for estimating area and assessing accuracy of land change). A JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;Adjusted areas hold where the reference is a random sample in each mapped class: 'Sample size' makes one.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le rapport contient la matrice de confusion (les lignes sont la référence), la précision globale avec son intervalle à 95 %, kappa, F1, la précision de l'utilisateur et du producteur de chaque classe, et la surface de chaque classe, cartographiée et corrigée des erreurs de la carte avec son intervalle à 95 % (estimateurs stratifiés d'Olofsson et al. 2014, Good practices for estimating area and assessing accuracy of land change). Un fichier JSON du même nom contient les chiffres.&lt;/p&gt;&lt;p&gt;Les surfaces corrigées valent si la référence est un échantillon aléatoire dans chaque classe cartographiée : 'Taille d'échantillon' en fait un.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Band 1 holds class codes; 0 and nodata are left out. Class names are read from the file where it has them.</source>
   <translation>La bande 1 contient des codes de classes ; 0 et nodata sont écartés. Les noms de classes sont lus dans le fichier s'il en a.</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Référence</translation>
  </message>
  <message>
   <source>What is true: points or polygons in any CRS, or another map, which is looked up at the centre of each cell.</source>
   <translation>Ce qui est vrai : points ou polygones dans n'importe quel SCR, ou une autre carte, lue au centre de chaque cellule.</translation>
  </message>
  <message>
   <source>Class names of the map, or its codes. Needed for points and polygons.</source>
   <translation>Noms de classes de la carte, ou ses codes. Nécessaire pour les points et les polygones.</translation>
  </message>
  <message>
   <source>The figures, and beside them the same as JSON, under the same name.</source>
   <translation>Les chiffres, et à côté les mêmes en JSON, sous le même nom.</translation>
  </message>
  <message>
   <source>Overall accuracy (share of samples)</source>
   <translation>Précision globale (part des échantillons)</translation>
  </message>
  <message>
   <source>Sample size and reference points</source>
   <translation>Taille d'échantillon et points de référence</translation>
  </message>
  <message>
   <source>Says how many reference points a map's assessment needs, and draws them at random in every class.</source>
   <translation>Dit combien de points de référence demande l'évaluation d'une carte, et les tire au hasard dans chaque classe.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The number follows Cochran (1977) as in Olofsson et al. (2014), equation 13: it grows with the precision asked for and with the share of errors expected. Every class gets at least the minimum, the rest goes by area.&lt;/p&gt;&lt;p&gt;Look at each point on imagery or in the field, write the true class into the field &lt;b&gt;class&lt;/b&gt; (without looking at the map), and give the layer to 'Assess map'.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le nombre suit Cochran (1977) comme dans Olofsson et al. (2014), équation 13 : il croît avec la précision demandée et la part d'erreurs attendue. Chaque classe reçoit au moins le minimum, le reste va selon la surface.&lt;/p&gt;&lt;p&gt;Regardez chaque point sur des images ou sur le terrain, écrivez la vraie classe dans le champ &lt;b&gt;class&lt;/b&gt; (sans regarder la carte), et donnez la couche à 'Évaluer une carte'.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Band 1 holds class codes; 0 and nodata are left out.</source>
   <translation>La bande 1 contient des codes de classes ; 0 et nodata sont écartés.</translation>
  </message>
  <message>
   <source>Half the width of the 95 % interval of overall accuracy that you want, in percentage points.</source>
   <translation>Moitié de la largeur de l'intervalle à 95 % de la précision globale que vous voulez, en points de pourcentage.</translation>
  </message>
  <message>
   <source>Expected user's accuracy (%)</source>
   <translation>Précision de l'utilisateur attendue (%)</translation>
  </message>
  <message>
   <source>A guess of how often the map is right: one number, or one for each class in the order of codes, with commas. A lower guess is the safer one.</source>
   <translation>Une estimation de la fréquence à laquelle la carte a raison : un nombre, ou un par classe dans l'ordre des codes, séparés par des virgules. Estimer plus bas est plus sûr.</translation>
  </message>
  <message>
   <source>Fewest points per class</source>
   <translation>Minimum de points par classe</translation>
  </message>
  <message>
   <source>Rare classes need some points of their own; 50 to 100 is usual.</source>
   <translation>Les classes rares ont besoin de leurs propres points ; 50 à 100 est l'usage.</translation>
  </message>
  <message>
   <source>Seed of the random choice. The same map and seed give the same points.</source>
   <translation>Graine du choix aléatoire. Même carte et même graine donnent les mêmes points.</translation>
  </message>
  <message>
   <source>Points at the centres of random cells, with the mapped class and an empty field 'class' to fill in.</source>
   <translation>Points au centre de cellules aléatoires, avec la classe cartographiée et un champ vide 'class' à remplir.</translation>
  </message>
  <message>
   <source>Number of points</source>
   <translation>Nombre de points</translation>
  </message>
  <message>
   <source>Change between two dates</source>
   <translation>Changement entre deux dates</translation>
  </message>
  <message>
   <source>Shows what changed between two scenes, embedding rasters or maps, from what to what, and how much of it.</source>
   <translation>Montre ce qui a changé entre deux scènes, rasters de plongement ou cartes, de quoi en quoi, et combien.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Give two &lt;b&gt;scenes&lt;/b&gt; (both are embedded with one module), two &lt;b&gt;embedding rasters&lt;/b&gt; of one module, or two &lt;b&gt;maps&lt;/b&gt; of one legend. Another grid or CRS is warped to that of the first.&lt;/p&gt;&lt;p&gt;The magnitude of change is calibrated on the places that did not change: what the two dates differ by everywhere, such as season, haze or another sensor, is taken out as far as a linear map can. 0 is the usual, 5 is rare by chance. A warning says when the dates differ everywhere by more than the changed places do.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;classifier file&lt;/b&gt;, or of two maps, you get from–to classes and a table in hectares; with &lt;b&gt;reference points&lt;/b&gt;, whose classes before and after are known, the areas are adjusted for map error and have 95 % intervals.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Donnez deux &lt;b&gt;scènes&lt;/b&gt; (toutes deux sont plongées avec un même module), deux &lt;b&gt;rasters de plongement&lt;/b&gt; d'un même module, ou deux &lt;b&gt;cartes&lt;/b&gt; d'une même légende. Une autre grille ou un autre SCR est amené sur celui du premier.&lt;/p&gt;&lt;p&gt;L'ampleur du changement est calibrée sur les lieux qui n'ont pas changé : ce en quoi les deux dates diffèrent partout, comme la saison, la brume ou un autre capteur, est retiré autant qu'une application linéaire le peut. 0 est l'habituel, 5 est rare par hasard. Un avertissement dit quand les dates diffèrent partout de plus que les lieux changés.&lt;/p&gt;&lt;p&gt;Avec un &lt;b&gt;fichier de classifieur&lt;/b&gt;, ou de deux cartes, vous obtenez des classes de transition et un tableau en hectares ; avec des &lt;b&gt;points de référence&lt;/b&gt;, dont les classes avant et après sont connues, les surfaces sont corrigées des erreurs de la carte et ont des intervalles à 95 %.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>Avant</translation>
  </message>
  <message>
   <source>A multispectral scene, an embedding raster or a map of classes (one band of whole numbers) of the earlier date. The result lies on its grid.</source>
   <translation>Une scène multispectrale, un raster de plongement ou une carte de classes (une bande de nombres entiers) de la première date. Le résultat est sur sa grille.</translation>
  </message>
  <message>
   <source>After</source>
   <translation>Après</translation>
  </message>
  <message>
   <source>The same kind of raster of the same place, later.</source>
   <translation>La même sorte de raster du même lieu, plus tard.</translation>
  </message>
  <message>
   <source>A trained classifier (a bundle, *.so2sat) to map both dates with, for from–to classes. Of scenes it sets module, window and the rest. A cell below the threshold keeps the class that it had before.</source>
   <translation>Un classifieur entraîné (un paquet, *.so2sat) pour cartographier les deux dates, pour les classes de transition. Pour des scènes, il fixe le module, la fenêtre et le reste. Une cellule sous le seuil garde la classe qu'elle avait avant.</translation>
  </message>
  <message>
   <source>Places whose class on both dates is known: a random sample within each transition, such as 'Sample size' makes of the from–to raster. They give areas adjusted for map error with 95 % intervals.</source>
   <translation>Lieux dont la classe aux deux dates est connue : un échantillon aléatoire dans chaque transition, comme 'Taille d'échantillon et points de référence' en tire du raster de transitions. Ils donnent des surfaces corrigées des erreurs de la carte avec des intervalles à 95 %.</translation>
  </message>
  <message>
   <source>Field with the class before</source>
   <translation>Champ de la classe avant</translation>
  </message>
  <message>
   <source>Class names of the maps or of the classifier, or their codes.</source>
   <translation>Noms de classes des cartes ou du classifieur, ou leurs codes.</translation>
  </message>
  <message>
   <source>Field with the class after</source>
   <translation>Champ de la classe après</translation>
  </message>
  <message>
   <source>The same for the later date.</source>
   <translation>De même pour la seconde date.</translation>
  </message>
  <message>
   <source>Changed from (z)</source>
   <translation>Changé à partir de (z)</translation>
  </message>
  <message>
   <source>From which magnitude on a cell counts as changed, in areas, in the report and for from–to classes by a classifier. Lower finds more, and more that is none.</source>
   <translation>À partir de quelle ampleur une cellule compte comme changée, dans les surfaces, dans le rapport et pour les classes de transition par un classifieur. Plus bas, on trouve davantage, et davantage qui n'en est pas.</translation>
  </message>
  <message>
   <source>Magnitude of change</source>
   <translation>Ampleur du changement</translation>
  </message>
  <message>
   <source>How far each cell is from what is usual where nothing changed: a robust z (float32, NaN is nodata). Of two maps 1 where the class is another, 0 elsewhere (uint8, 255 is nodata).</source>
   <translation>À quelle distance chaque cellule est de ce qui est habituel là où rien n'a changé : un z robuste (float32, NaN est nodata). De deux cartes, 1 là où la classe est une autre, 0 ailleurs (uint8, 255 est nodata).</translation>
  </message>
  <message>
   <source>From–to classes</source>
   <translation>Classes de transition</translation>
  </message>
  <message>
   <source>A map with a class for each transition: code before × 100 + code after (× 256 where codes are 100 or more), with names and colours; 0 is nodata. Of two maps, or with a classifier file.</source>
   <translation>Une carte avec une classe par transition : code avant × 100 + code après (× 256 si des codes valent 100 ou plus), avec noms et couleurs ; 0 est nodata. De deux cartes, ou avec un fichier de classifieur.</translation>
  </message>
  <message>
   <source>Transition table</source>
   <translation>Table de transition</translation>
  </message>
  <message>
   <source>From, to, cells and hectares, a line a transition; with reference points the adjusted areas too.</source>
   <translation>De, à, cellules et hectares, une ligne par transition ; avec des points de référence aussi les surfaces corrigées.</translation>
  </message>
  <message>
   <source>Pictures of both dates and of the change, how much changed, the transition table, and how sure it is; its figures are beside it as JSON.</source>
   <translation>Images des deux dates et du changement, combien a changé, la table de transition, et avec quelle certitude ; les chiffres sont à côté en JSON.</translation>
  </message>
  <message>
   <source>Changed cells</source>
   <translation>Cellules changées</translation>
  </message>
  <message>
   <source>Changed area (ha)</source>
   <translation>Surface changée (ha)</translation>
  </message>
  <message>
   <source>Stack bands</source>
   <translation>Empiler des bandes</translation>
  </message>
  <message>
   <source>Rasters</source>
   <translation>Rasters</translation>
  </message>
  <message>
   <source>Makes one raster of a Sentinel-2 product, a folder of band files, or several layers.</source>
   <translation>Fait un raster d'un produit Sentinel-2, d'un dossier de fichiers de bandes ou de plusieurs couches.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Give one of the three: a folder (a &lt;code&gt;.SAFE&lt;/code&gt; product, L1C or L2A, or one with files such as B02.tif, B8A.tif), a zipped product, or raster layers. The bands come out in the asked order, named, on one grid: the finest band's, at the resolution asked for; rasters in degrees are brought to UTM. Bands on other grids are resampled bilinearly. Of an L2A product the scene classification comes along as the last band.&lt;/p&gt;&lt;p&gt;An OUTPUT that ends in &lt;code&gt;.vrt&lt;/code&gt; copies nothing and refers to the files where they are; &lt;code&gt;.tif&lt;/code&gt; writes a GeoTIFF, which is read faster. What a product says of its scale and of the offset of processing baseline 04.00 (−1000) becomes scale and offset of the bands, so the other algorithms and QGIS read reflectance.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Donnez l'un des trois : un dossier (un produit &lt;code&gt;.SAFE&lt;/code&gt;, L1C ou L2A, ou un dossier avec des fichiers tels que B02.tif, B8A.tif), un produit zippé, ou des couches raster. Les bandes sortent dans l'ordre demandé, nommées, sur une seule grille : celle de la bande la plus fine, à la résolution demandée ; les rasters en degrés sont amenés en UTM. Les bandes d'autres grilles sont rééchantillonnées en bilinéaire. D'un produit L2A, la classification de scène vient comme dernière bande.&lt;/p&gt;&lt;p&gt;Un OUTPUT qui finit en &lt;code&gt;.vrt&lt;/code&gt; ne copie rien et renvoie aux fichiers là où ils sont ; &lt;code&gt;.tif&lt;/code&gt; écrit un GeoTIFF, lu plus vite. Ce qu'un produit dit de son échelle et du décalage de la version de traitement 04.00 (−1000) devient l'échelle et le décalage des bandes, de sorte que les autres algorithmes et QGIS lisent la réflectance.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Folder of bands or .SAFE product</source>
   <translation>Dossier de bandes ou produit .SAFE</translation>
  </message>
  <message>
   <source>A product's .SAFE folder, or a folder with one file a band whose names say which band each is.</source>
   <translation>Le dossier .SAFE d'un produit, ou un dossier avec un fichier par bande dont les noms disent quelle bande chacun est.</translation>
  </message>
  <message>
   <source>Zipped product</source>
   <translation>Produit zippé</translation>
  </message>
  <message>
   <source>A Sentinel-2 product as it is downloaded; it is read without being unpacked.</source>
   <translation>Un produit Sentinel-2 tel qu'il est téléchargé ; il est lu sans être décompressé.</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Couches raster</translation>
  </message>
  <message>
   <source>Layers whose bands or file names say which band they are; others are stacked in the order given.</source>
   <translation>Couches dont les noms de bandes ou de fichiers disent quelle bande elles sont ; les autres sont empilées dans l'ordre donné.</translation>
  </message>
  <message>
   <source>Bands, in order</source>
   <translation>Bandes, dans l'ordre</translation>
  </message>
  <message>
   <source>Names separated by commas. Default: the ten bands of So2Sat. Empty: every band that there is.</source>
   <translation>Noms séparés par des virgules. Par défaut : les dix bandes de So2Sat. Vide : toutes les bandes présentes.</translation>
  </message>
  <message>
   <source>Resolution (m)</source>
   <translation>Résolution (m)</translation>
  </message>
  <message>
   <source>Side of a pixel of the result. 0 keeps the grid of the finest band, whatever its CRS.</source>
   <translation>Côté d'un pixel du résultat. 0 garde la grille de la bande la plus fine, quel que soit son SCR.</translation>
  </message>
  <message>
   <source>Take the offset off the numbers</source>
   <translation>Retrancher le décalage des nombres</translation>
  </message>
  <message>
   <source>Subtracts the offset of processing baseline 04.00 from the numbers themselves (16-bit signed integers), for software that ignores a band's offset. Otherwise it is only recorded.</source>
   <translation>Retranche le décalage de la version de traitement 04.00 des nombres eux-mêmes (entiers signés de 16 bits), pour les logiciels qui ignorent le décalage d'une bande. Sinon il est seulement noté.</translation>
  </message>
  <message>
   <source>Carry the scene classification</source>
   <translation>Emporter la classification de scène</translation>
  </message>
  <message>
   <source>Adds the scene classification of an L2A product (clouds, shadows, snow …) as the last band, SCL: maps then leave clouds out by themselves. It is never taken for a band of the image.</source>
   <translation>Ajoute la classification de scène d'un produit L2A (nuages, ombres, neige …) comme dernière bande, SCL : les cartes écartent alors les nuages d'elles-mêmes. Elle n'est jamais prise pour une bande de l'image.</translation>
  </message>
  <message>
   <source>Stack</source>
   <translation>Pile</translation>
  </message>
  <message>
   <source>A .vrt (refers to the files) or a .tif (holds the pixels).</source>
   <translation>Un .vrt (renvoie aux fichiers) ou un .tif (contient les pixels).</translation>
  </message>
  <message>
   <source>Import embedding</source>
   <translation>Importer un plongement</translation>
  </message>
  <message>
   <source>Makes an embedding raster of tiles that others publish: AlphaEarth (Google Satellite Embedding), TESSERA and others.</source>
   <translation>Fait un raster de plongement de tuiles publiées par d'autres : AlphaEarth (Google Satellite Embedding), TESSERA et autres.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result works like a raster made by 'Embed raster': train a classifier on it, cluster it, classify another place of the same model and year.&lt;/p&gt;&lt;p&gt;Known are &lt;b&gt;AlphaEarth&lt;/b&gt; (64 bands A00 … A63, signed bytes; files that stand on their head are turned) and &lt;b&gt;TESSERA&lt;/b&gt; (128 bands; GeoTIFFs of GeoTessera, or tile.npy with tile_scales.npy and its land mask). Any other GeoTIFF of a vector a pixel can be described by hand. Several tiles become one raster. Only what lies in the extent is read, so that a tile on a server (/vsicurl/https://…) is not fetched whole.&lt;/p&gt;&lt;p&gt;Model, version, year, licence and attribution are kept. A classifier that was trained on one model, version or year refuses others: their numbers have nothing to do with each other.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le résultat fonctionne comme un raster de 'Plonger un raster' : entraînez un classifieur dessus, regroupez-le, classez un autre lieu du même modèle et de la même année.&lt;/p&gt;&lt;p&gt;Sont connus &lt;b&gt;AlphaEarth&lt;/b&gt; (64 bandes A00 … A63, octets signés ; les fichiers à l'envers sont retournés) et &lt;b&gt;TESSERA&lt;/b&gt; (128 bandes ; GeoTIFF de GeoTessera, ou tile.npy avec tile_scales.npy et son masque des terres). Tout autre GeoTIFF d'un vecteur par pixel peut être décrit à la main. Plusieurs tuiles deviennent un raster. Seul ce qui est dans l'emprise est lu, de sorte qu'une tuile sur un serveur (/vsicurl/https://…) n'est pas téléchargée en entier.&lt;/p&gt;&lt;p&gt;Modèle, version, année, licence et attribution sont conservés. Un classifieur entraîné sur un modèle, une version ou une année refuse les autres : leurs nombres n'ont rien à voir entre eux.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Tiles</source>
   <translation>Tuiles</translation>
  </message>
  <message>
   <source>One or more raster layers of the same model and year.</source>
   <translation>Une ou plusieurs couches raster du même modèle et de la même année.</translation>
  </message>
  <message>
   <source>Further tiles by path or address</source>
   <translation>Autres tuiles par chemin ou adresse</translation>
  </message>
  <message>
   <source>One a line: .npy files of TESSERA, or addresses that GDAL opens (/vsicurl/https://…).</source>
   <translation>Une par ligne : fichiers .npy de TESSERA, ou adresses que GDAL ouvre (/vsicurl/https://…).</translation>
  </message>
  <message>
   <source>Embedding</source>
   <translation>Plongement</translation>
  </message>
  <message>
   <source>Which embedding it is; by default the bands' names and the metadata tell.</source>
   <translation>De quel plongement il s'agit ; sinon les noms des bandes et les métadonnées le disent.</translation>
  </message>
  <message>
   <source>Find out</source>
   <translation>À trouver</translation>
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
   <translation>Un autre, décrit ci-dessous</translation>
  </message>
  <message>
   <source>Year</source>
   <translation>Année</translation>
  </message>
  <message>
   <source>The year that the embedding is of. Not set: as the metadata, the file's name or its folder say.</source>
   <translation>L'année du plongement. Non défini : comme le disent les métadonnées, le nom du fichier ou son dossier.</translation>
  </message>
  <message>
   <source>Only this rectangle is read. Empty: all tiles.</source>
   <translation>Seul ce rectangle est lu. Vide : toutes les tuiles.</translation>
  </message>
  <message>
   <source>CRS of the result</source>
   <translation>SCR du résultat</translation>
  </message>
  <message>
   <source>Empty: that of the first tile, whose cells are kept as they are. In another CRS each cell takes the value of the nearest pixel: vectors are not averaged.</source>
   <translation>Vide : celui de la première tuile, dont les cellules restent telles quelles. Dans un autre SCR, chaque cellule prend la valeur du pixel le plus proche : les vecteurs ne sont pas moyennés.</translation>
  </message>
  <message>
   <source>Cell size</source>
   <translation>Taille de cellule</translation>
  </message>
  <message>
   <source>In units of the CRS of the result. 0: as large as the tiles' own.</source>
   <translation>En unités du SCR du résultat. 0 : aussi grande que celle des tuiles.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modèle</translation>
  </message>
  <message>
   <source>Its name, where it is not known.</source>
   <translation>Son nom, s'il n'est pas connu.</translation>
  </message>
  <message>
   <source>Version of the model</source>
   <translation>Version du modèle</translation>
  </message>
  <message>
   <source>Where the file does not say: such as 1.1.</source>
   <translation>Si le fichier ne la dit pas : par exemple 1.1.</translation>
  </message>
  <message>
   <source>Licence</source>
   <translation>Licence</translation>
  </message>
  <message>
   <source>Under which it is published, such as CC-BY-4.0.</source>
   <translation>Sous laquelle il est publié, par exemple CC-BY-4.0.</translation>
  </message>
  <message>
   <source>Attribution</source>
   <translation>Attribution</translation>
  </message>
  <message>
   <source>The line that the licence wants to be shown; reports repeat it.</source>
   <translation>La ligne que la licence demande de montrer ; les rapports la répètent.</translation>
  </message>
  <message>
   <source>GeoTIFF, one band a feature (e0001 …), north up.</source>
   <translation>GeoTIFF, une bande par caractéristique (e0001 …), nord en haut.</translation>
  </message>
  <message>
   <source>Model, version and year</source>
   <translation>Modèle, version et année</translation>
  </message>
  <message>
   <source>Export embedding</source>
   <translation>Exporter un plongement</translation>
  </message>
  <message>
   <source>Writes an embedding raster as a cloud-optimised GeoTIFF that other software reads, also from a server.</source>
   <translation>Écrit un raster de plongement en GeoTIFF optimisé pour le cloud, que d'autres logiciels lisent, aussi depuis un serveur.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Bands and values stay as they are. The file says of itself, in the terms of STAC's embedding extension (emb:dimensions, emb:model …), what it holds, and keeps what this plugin needs to go on with it.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Bandes et valeurs restent telles quelles. Le fichier dit de lui-même, dans les termes de l'extension embedding de STAC (emb:dimensions, emb:model …), ce qu'il contient, et garde ce dont cette extension a besoin pour continuer avec lui.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster' or 'Import embedding'.</source>
   <translation>Un raster de 'Plonger un raster' ou de 'Importer un plongement'.</translation>
  </message>
  <message>
   <source>With overviews</source>
   <translation>Avec aperçus</translation>
  </message>
  <message>
   <source>Smaller copies within the file, so that it is drawn quickly; a third larger.</source>
   <translation>Copies plus petites dans le fichier, pour qu'il s'affiche vite ; un tiers plus grand.</translation>
  </message>
  <message>
   <source>Cloud-optimised GeoTIFF</source>
   <translation>GeoTIFF optimisé pour le cloud</translation>
  </message>
  <message>
   <source>A GeoTIFF laid out so that a part of it can be read over a network.</source>
   <translation>Un GeoTIFF disposé pour qu'une partie puisse en être lue par un réseau.</translation>
  </message>
  <message>
   <source>Inspect raster for a module</source>
   <translation>Inspecter un raster pour un module</translation>
  </message>
  <message>
   <source>Tells within seconds what embedding a raster would do, how long it takes and what is wrong, as a report.</source>
   <translation>Dit en quelques secondes ce que ferait le plongement d'un raster, combien de temps il dure et ce qui ne va pas, en un rapport.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Shows which bands are taken, how numbers become reflectance, how well the raster fits what the module was trained on (and whether another scaling or band order fits clearly better), the share of nodata, pixel size, number of windows, and time, disk and memory from a second measured on this computer. Every warning says what to do. The raster is only sampled, whatever its size.&lt;/p&gt;&lt;p&gt;Beside the report lies a JSON file of the same name with the same findings for scripts.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Montre quelles bandes sont prises, comment les nombres deviennent réflectance, si le raster convient à ce sur quoi le module a été entraîné (et si une autre échelle ou un autre ordre de bandes convient nettement mieux), la part de nodata, la taille des pixels, le nombre de fenêtres, et le temps, le disque et la mémoire d'après une seconde mesurée sur cet ordinateur. Chaque avertissement dit que faire. Le raster n'est qu'échantillonné, quelle que soit sa taille.&lt;/p&gt;&lt;p&gt;À côté du rapport se trouve un fichier JSON du même nom avec les mêmes constats pour les scripts.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>HTML file that opens in any browser. Without it the log tells.</source>
   <translation>Fichier HTML qui s'ouvre dans tout navigateur. Sans lui, le journal le dit.</translation>
  </message>
  <message>
   <source>Findings as JSON</source>
   <translation>Constats en JSON</translation>
  </message>
  <message>
   <source>Number of warnings</source>
   <translation>Nombre d'avertissements</translation>
  </message>
  <message>
   <source>Save a plan</source>
   <translation>Enregistrer un plan</translation>
  </message>
  <message>
   <source>Past one machine</source>
   <translation>Au-delà d'un ordinateur</translation>
  </message>
  <message>
   <source>Writes a run as a file that any number of processes and machines can compute, without QGIS.</source>
   <translation>Écrit un traitement dans un fichier que des processus et des ordinateurs en nombre quelconque peuvent calculer, sans QGIS.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The plan says what is to be embedded, with what, and what is to come of it: an embedding raster, or by a classifier a map. Beside it lies a folder of the same name that ends in .run, with the module and later the blocks that are computed; both must be where all machines see them.&lt;/p&gt;&lt;p&gt;Compute it with the command &lt;code&gt;so2sat-landcover run PLAN&lt;/code&gt;, in as many processes at once as you like, by a batch queue or on a Dask cluster, then &lt;code&gt;so2sat-landcover finish PLAN&lt;/code&gt;. The page on clusters in the documentation goes through it line by line.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le plan dit ce qui est à plonger, avec quoi, et ce qui doit en sortir : un raster de plongement, ou avec un classifieur une carte. À côté se trouve un dossier du même nom qui finit en .run, avec le module et plus tard les blocs calculés ; tous deux doivent être là où tous les ordinateurs les voient.&lt;/p&gt;&lt;p&gt;Calculez-le avec la commande &lt;code&gt;so2sat-landcover run PLAN&lt;/code&gt;, dans autant de processus à la fois que vous voulez, par une file de calcul ou sur une grappe Dask, puis &lt;code&gt;so2sat-landcover finish PLAN&lt;/code&gt;. La page de la documentation sur les grappes le montre ligne par ligne.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A classifier (*.so2sat) that was trained on a raster embedded as this one is: the plan makes a map. Empty: the plan makes an embedding raster.</source>
   <translation>Un classifieur (*.so2sat) entraîné sur un raster plongé comme celui-ci : le plan fait une carte. Vide : le plan fait un raster de plongement.</translation>
  </message>
  <message>
   <source>Result (path of a .tif)</source>
   <translation>Résultat (chemin d'un .tif)</translation>
  </message>
  <message>
   <source>Path of the map or embedding raster (.tif) that finishing the plan writes, as the machine that finishes it sees it.</source>
   <translation>Chemin de la carte ou du raster de plongement (.tif) qu'écrit la fin du plan, tel que le voit l'ordinateur qui le termine.</translation>
  </message>
  <message>
   <source>The plan file. Its folder must be where all machines see it.</source>
   <translation>Le fichier du plan. Son dossier doit être là où tous les ordinateurs le voient.</translation>
  </message>
  <message>
   <source>Number of blocks</source>
   <translation>Nombre de blocs</translation>
  </message>
  <message>
   <source>Get module</source>
   <translation>Obtenir un module</translation>
  </message>
  <message>
   <source>Modules</source>
   <translation>Modules</translation>
  </message>
  <message>
   <source>Fetches a module (catalogue name, address, .tar.gz file or folder), checks it and keeps it in the profile.</source>
   <translation>Télécharge un module (nom du catalogue, adresse, fichier .tar.gz ou dossier), le vérifie et le garde dans le profil.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A module is fetched once and then works without internet. Its content hash is recorded at first use and checked at every later one. Before it counts as got, its graph is checked against the list of operations that networks need; a module that would touch files, the network or Python is refused.&lt;/p&gt;&lt;p&gt;Without internet: fetch the address that the error message names on another computer, and give the file as Module.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Un module est téléchargé une fois et fonctionne ensuite sans internet. L'empreinte de son contenu est notée au premier emploi et vérifiée à chaque suivant. Avant qu'il compte comme obtenu, son graphe est comparé à la liste des opérations dont les réseaux ont besoin ; un module qui toucherait aux fichiers, au réseau ou à Python est refusé.&lt;/p&gt;&lt;p&gt;Sans internet : téléchargez l'adresse que nomme le message d'erreur sur un autre ordinateur, et donnez le fichier comme Module.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A catalogue name (so2sat-ms-resnet50, eurosat-ms-resnet50, so2sat-resnet50, eurosat-resnet50, bigearthnet-resnet50, resisc45-resnet50, uc_merced-resnet50, so2sat-lcz-resnet20), an https handle of TensorFlow Hub or of a .tar.gz, a .tar.gz file, a folder with saved_model.pb, or the .h5 file of the So2Sat demo's weights.</source>
   <translation>Un nom du catalogue (so2sat-ms-resnet50, eurosat-ms-resnet50, so2sat-resnet50, eurosat-resnet50, bigearthnet-resnet50, resisc45-resnet50, uc_merced-resnet50, so2sat-lcz-resnet20), une adresse https de TensorFlow Hub ou d'un .tar.gz, un fichier .tar.gz, un dossier avec saved_model.pb, ou le fichier .h5 des poids de la démonstration So2Sat.</translation>
  </message>
  <message>
   <source>Fetch again and accept a changed module</source>
   <translation>Télécharger à nouveau et accepter un module modifié</translation>
  </message>
  <message>
   <source>Forgets the recorded content hash of this handle, and fetches what it gives today.</source>
   <translation>Oublie l'empreinte notée de cette adresse, et télécharge ce qu'elle donne aujourd'hui.</translation>
  </message>
  <message>
   <source>Folder of the module</source>
   <translation>Dossier du module</translation>
  </message>
  <message>
   <source>Content hash</source>
   <translation>Empreinte du contenu</translation>
  </message>
  <message>
   <source>Describe module</source>
   <translation>Décrire un module</translation>
  </message>
  <message>
   <source>Reports what a module takes and gives, how its network sees a raster, and whether it can be fine-tuned.</source>
   <translation>Rapporte ce qu'un module prend et donne, comment son réseau voit un raster, et s'il peut être affiné.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Lists tag sets, signatures, inputs and outputs, parameters, input size, receptive field and stride of the feature map, whether the dense mode and fine-tuning are possible, the statistics of the first batch norm, content hash and licence. A JSON file of the same name is written beside the report.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Liste les jeux d'étiquettes, signatures, entrées et sorties, paramètres, taille d'entrée, champ réceptif et pas de la carte de caractéristiques, si le mode dense et l'affinage sont possibles, les statistiques de la première normalisation par lots, l'empreinte du contenu et la licence. Un fichier JSON du même nom est écrit à côté du rapport.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A catalogue name, folder, .tar.gz or handle (see 'Get module').</source>
   <translation>Un nom du catalogue, un dossier, un .tar.gz ou une adresse (voir 'Obtenir un module').</translation>
  </message>
  <message>
   <source>One HTML file; a JSON file is written beside it.</source>
   <translation>Un fichier HTML ; un fichier JSON est écrit à côté.</translation>
  </message>
  <message>
   <source>Fine-tune module</source>
   <translation>Affiner un module</translation>
  </message>
  <message>
   <source>Trains a module further on labelled polygons, and says whether that made it better.</source>
   <translation>Entraîne davantage un module sur des polygones étiquetés, et dit si cela l'a amélioré.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The windows around labelled cells train the module's layers and a linear head. The result is a module of the same format: give its folder as Module anywhere, or fine-tune it again. The head comes as a bundle for 'Classify with bundle'.&lt;/p&gt;&lt;p&gt;Of each class's polygons about a half trains, a fifth decides when to stop and a quarter only judges: the report compares the module before and after on those, and says so when fine-tuning did not help. With few polygons it often does not; then use the module as it is, or train the head only.&lt;/p&gt;&lt;p&gt;The module must be of the TF1 Hub format with a graph for training. On a CPU a ResNet-50 takes minutes for each hundred samples and epoch. A run that was cut off goes on from its last epoch when started again.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les fenêtres autour des cellules étiquetées entraînent les couches du module et une tête linéaire. Le résultat est un module du même format : donnez son dossier comme Module partout, ou affinez-le encore. La tête vient comme paquet pour 'Classer avec un paquet'.&lt;/p&gt;&lt;p&gt;Des polygones de chaque classe, environ la moitié entraîne, un cinquième décide quand s'arrêter et un quart ne fait que juger : le rapport y compare le module avant et après, et le dit quand l'affinage n'a pas aidé. Avec peu de polygones, c'est souvent le cas ; prenez alors le module tel quel, ou n'entraînez que la tête.&lt;/p&gt;&lt;p&gt;Le module doit être au format TF1 Hub avec un graphe d'entraînement. Sur un CPU, un ResNet-50 prend des minutes par centaine d'échantillons et par époque. Un traitement coupé reprend à sa dernière époque quand il est relancé.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Distance of windows (pixels)</source>
   <translation>Distance des fenêtres (pixels)</translation>
  </message>
  <message>
   <source>Distance of the training windows from one another, in pixels of the raster.</source>
   <translation>Distance des fenêtres d'entraînement entre elles, en pixels du raster.</translation>
  </message>
  <message>
   <source>Epochs</source>
   <translation>Époques</translation>
  </message>
  <message>
   <source>How often every training window is seen, at most: training stops early when held-out samples get no better.</source>
   <translation>Combien de fois chaque fenêtre d'entraînement est vue, au plus : l'entraînement s'arrête plus tôt quand les échantillons mis de côté ne s'améliorent plus.</translation>
  </message>
  <message>
   <source>Layers</source>
   <translation>Couches</translation>
  </message>
  <message>
   <source>What is trained. The fewer labels, the fewer layers: &lt;b&gt;the last block&lt;/b&gt; is what works at the coarsest resolution, &lt;b&gt;the head only&lt;/b&gt; leaves the module as it is.</source>
   <translation>Ce qui est entraîné. Moins il y a d'étiquettes, moins de couches : &lt;b&gt;le dernier bloc&lt;/b&gt; est ce qui travaille à la résolution la plus grossière, &lt;b&gt;la tête seule&lt;/b&gt; laisse le module tel quel.</translation>
  </message>
  <message>
   <source>All layers</source>
   <translation>Toutes les couches</translation>
  </message>
  <message>
   <source>The last block</source>
   <translation>Le dernier bloc</translation>
  </message>
  <message>
   <source>The head only</source>
   <translation>La tête seule</translation>
  </message>
  <message>
   <source>Batch</source>
   <translation>Lot</translation>
  </message>
  <message>
   <source>Windows a training step; 0 = automatic.</source>
   <translation>Fenêtres par pas d'entraînement ; 0 = automatique.</translation>
  </message>
  <message>
   <source>Learning rate</source>
   <translation>Taux d'apprentissage</translation>
  </message>
  <message>
   <source>The largest of the schedule (warm-up, then cosine); 0 = automatic.</source>
   <translation>Le plus grand du programme (montée, puis cosinus) ; 0 = automatique.</translation>
  </message>
  <message>
   <source>Flips and quarter turns</source>
   <translation>Miroirs et quarts de tour</translation>
  </message>
  <message>
   <source>Shows every window in one of its eight orientations, at random.</source>
   <translation>Montre chaque fenêtre dans l'une de ses huit orientations, au hasard.</translation>
  </message>
  <message>
   <source>Fine-tuned module</source>
   <translation>Module affiné</translation>
  </message>
  <message>
   <source>New folder for the module.</source>
   <translation>Nouveau dossier pour le module.</translation>
  </message>
  <message>
   <source>The classifier that goes with the module, for 'Classify with bundle'.</source>
   <translation>Le classifieur qui va avec le module, pour 'Classer avec un paquet'.</translation>
  </message>
  <message>
   <source>Before and after on held-out samples; the figures lie beside it as JSON.</source>
   <translation>Avant et après sur des échantillons mis de côté ; les chiffres sont à côté en JSON.</translation>
  </message>
  <message>
   <source>Import Keras weights</source>
   <translation>Importer des poids Keras</translation>
  </message>
  <message>
   <source>Builds a module from the Keras weights (.h5) of the So2Sat demo's ResNet-20.</source>
   <translation>Construit un module des poids Keras (.h5) du ResNet-20 de la démonstration So2Sat.</translation>
  </message>
  <message>
   <source>&lt;p&gt;The So2Sat project publishes a ResNet with 20 layers for local climate zones as Keras weights. This builds a module of the TF1 Hub format from them, with the outputs &lt;code&gt;default&lt;/code&gt; (256-d), &lt;code&gt;feature_map&lt;/code&gt; and &lt;code&gt;logits&lt;/code&gt; (the 17 local climate zones); it can be fine-tuned.&lt;/p&gt;&lt;p&gt;With internet, &lt;i&gt;Get module&lt;/i&gt; with &lt;code&gt;so2sat-lcz-resnet20&lt;/code&gt; fetches and builds it in one go.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le projet So2Sat publie un ResNet à 20 couches pour les zones climatiques locales sous forme de poids Keras. Ceci en construit un module au format TF1 Hub, avec les sorties &lt;code&gt;default&lt;/code&gt; (256-d), &lt;code&gt;feature_map&lt;/code&gt; et &lt;code&gt;logits&lt;/code&gt; (les 17 zones climatiques locales) ; il peut être affiné.&lt;/p&gt;&lt;p&gt;Avec internet, &lt;i&gt;Obtenir un module&lt;/i&gt; avec &lt;code&gt;so2sat-lcz-resnet20&lt;/code&gt; le télécharge et le construit d'un coup.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Keras weights</source>
   <translation>Poids Keras</translation>
  </message>
  <message>
   <source>The .h5 file of weights, as its authors publish it.</source>
   <translation>Le fichier .h5 de poids, tel que ses auteurs le publient.</translation>
  </message>
  <message>
   <source>New folder for the module; give it as Module elsewhere.</source>
   <translation>Nouveau dossier pour le module ; donnez-le comme Module ailleurs.</translation>
  </message>
  <message>
   <source>Set up runtime</source>
   <translation>Installer l'environnement d'exécution</translation>
  </message>
  <message>
   <source>Creates, repairs or removes the runtime: a separate Python with TensorFlow, OpenVINO and scikit-learn, once a QGIS profile.</source>
   <translation>Crée, répare ou supprime l'environnement d'exécution : un Python à part avec TensorFlow, OpenVINO et scikit-learn, une fois par profil QGIS.</translation>
  </message>
  <message>
   <source>&lt;p&gt;QGIS's own Python is left alone: the runtime is a virtual environment in the QGIS profile's folder, with every package at a tested version. It is tested before it is used, and an older one stays until then. About 4 GB of disk and a download of up to 0.8 GB are needed, and some minutes. Certificates that the system trusts are trusted, and one that the environment variable SSL_CERT_FILE names.&lt;/p&gt;&lt;p&gt;An interpreter that has these packages already can be named instead: by the environment variable SO2SAT_PYTHON, or in Plugins &gt; So2Sat land cover &gt; Set up….&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le Python de QGIS n'est pas touché : l'environnement d'exécution est un environnement virtuel dans le dossier du profil QGIS, avec chaque paquet dans une version testée. Il est testé avant d'être utilisé, et un plus ancien reste jusque-là. Il faut environ 4 Go de disque, un téléchargement d'au plus 0,8 Go et quelques minutes. Les certificats auxquels le système fait confiance sont acceptés, ainsi que celui que nomme la variable d'environnement SSL_CERT_FILE.&lt;/p&gt;&lt;p&gt;Un interpréteur qui a déjà ces paquets peut être indiqué à la place : par la variable d'environnement SO2SAT_PYTHON, ou dans Extensions &gt; So2Sat land cover &gt; Installer….&lt;/p&gt;</translation>
  </message>
  <message>
   <source>What to do</source>
   <translation>Que faire</translation>
  </message>
  <message>
   <source>Set up creates the runtime anew, and an older one stays until it is ready. Repair tests the one that is there and creates it anew only if something is damaged. Remove deletes it; modules and results stay.</source>
   <translation>Installer crée l'environnement d'exécution à neuf, et un plus ancien reste jusqu'à ce qu'il soit prêt. Réparer teste celui qui est là et ne le refait que si quelque chose est endommagé. Supprimer l'efface ; modules et résultats restent.</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>Matériel</translation>
  </message>
  <message>
   <source>What TensorFlow computes on. NVIDIA GPU adds the CUDA libraries (11 GB of disk instead of 4) and needs the NVIDIA driver.</source>
   <translation>Sur quoi TensorFlow calcule. GPU NVIDIA ajoute les bibliothèques CUDA (11 Go de disque au lieu de 4) et demande le pilote NVIDIA.</translation>
  </message>
  <message>
   <source>CPU (and Intel GPUs)</source>
   <translation>CPU (et GPU Intel)</translation>
  </message>
  <message>
   <source>NVIDIA GPU (Linux)</source>
   <translation>GPU NVIDIA (Linux)</translation>
  </message>
  <message>
   <source>Base Python interpreter</source>
   <translation>Interpréteur Python de base</translation>
  </message>
  <message>
   <source>A Python interpreter (3.10 to 3.13, 64-bit) to make the runtime from. Empty: one is looked for on this computer, and where there is none that will do, a standalone one is fetched.</source>
   <translation>Un interpréteur Python (3.10 à 3.13, 64 bits) pour créer l'environnement d'exécution. Vide : il est cherché sur cet ordinateur, et si aucun ne convient, un Python autonome est téléchargé.</translation>
  </message>
  <message>
   <source>For a computer without internet: a folder of .whl files, filled by 'pip download -r requirements.txt' on another computer with the same system and Python version (requirements.txt lies in the plugin's folder runtime). A Python itself may lie there too, as cpython-3.12…-install_only.tar.gz. Empty: the packages are fetched from the package index, through QGIS's proxy settings.</source>
   <translation>Pour un ordinateur sans internet : un dossier de fichiers .whl, rempli par 'pip download -r requirements.txt' sur un autre ordinateur de mêmes système et version de Python (requirements.txt est dans le dossier runtime de l'extension). Un Python lui-même peut s'y trouver aussi, sous le nom cpython-3.12…-install_only.tar.gz. Vide : les paquets viennent de l'index de paquets, par les réglages de proxy de QGIS.</translation>
  </message>
  <message>
   <source>Where a standalone Python is fetched from, if one is needed: the address of a mirror of the releases of python-build-standalone (file:// for a folder). Empty: their own place on GitHub.</source>
   <translation>D'où un Python autonome est téléchargé, s'il en faut un : l'adresse d'un miroir des versions de python-build-standalone (file:// pour un dossier). Vide : leur propre place sur GitHub.</translation>
  </message>
  <message>
   <source>For a Dask cluster too</source>
   <translation>Aussi pour une grappe Dask</translation>
  </message>
  <message>
   <source>Adds the packages by which plans are computed on a Dask cluster (30 MB). Not needed to compute on this computer.</source>
   <translation>Ajoute les paquets par lesquels des plans sont calculés sur une grappe Dask (30 Mo). Inutile pour calculer sur cet ordinateur.</translation>
  </message>
  <message>
   <source>Interpreter of the runtime</source>
   <translation>Interpréteur de l'environnement d'exécution</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Journal</translation>
  </message>
  <message>
   <source>Clean up unfinished runs</source>
   <translation>Nettoyer les traitements inachevés</translation>
  </message>
  <message>
   <source>Shows what cancelled or killed runs left on disk, and deletes it when asked.</source>
   <translation>Montre ce que des traitements annulés ou interrompus ont laissé sur le disque, et l'efface sur demande.</translation>
  </message>
  <message>
   <source>&lt;p&gt;A run that was cancelled or killed keeps its finished blocks, so that the same run started again goes on where it was. Runs that nobody will start again keep their space until they are deleted here. What a running QGIS works on is neither shown nor deleted; finished modules and results are never touched.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Un traitement annulé ou interrompu garde ses blocs finis, pour que le même traitement relancé reprenne là où il en était. Ceux que personne ne relancera gardent leur place jusqu'à ce qu'ils soient effacés ici. Ce sur quoi travaille un QGIS ouvert n'est ni montré ni effacé ; les modules et résultats finis ne sont jamais touchés.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>Delete what is found</source>
   <translation>Effacer ce qui est trouvé</translation>
  </message>
  <message>
   <source>Off: only show what there is, its size and age. On: delete it.</source>
   <translation>Non : seulement montrer ce qu'il y a, sa taille et son âge. Oui : l'effacer.</translation>
  </message>
  <message>
   <source>Older than (days)</source>
   <translation>Plus ancien que (jours)</translation>
  </message>
  <message>
   <source>Only what was last changed at least so many days ago. 0 means all.</source>
   <translation>Seulement ce qui a été modifié pour la dernière fois il y a au moins ce nombre de jours. 0 : tout.</translation>
  </message>
  <message>
   <source>Number of leftovers found</source>
   <translation>Nombre de restes trouvés</translation>
  </message>
  <message>
   <source>Their size in bytes</source>
   <translation>Leur taille en octets</translation>
  </message>
  <message>
   <source>Number of leftovers deleted</source>
   <translation>Nombre de restes effacés</translation>
  </message>
  <message>
   <source>Built-in module</source>
   <translation>Module intégré</translation>
  </message>
  <message>
   <source>Random convolutional features sampled from your own scene: any bands, no download, quick.</source>
   <translation>Caractéristiques convolutives aléatoires tirées de votre propre scène : toutes bandes, aucun téléchargement, rapide.</translation>
  </message>
  <message>
   <source>So2Sat ResNet-50, 10 Sentinel-2 bands</source>
   <translation>So2Sat ResNet-50, 10 bandes Sentinel-2</translation>
  </message>
  <message>
   <source>Trained on local climate zones of 42 cities; the module that this plugin is named after.</source>
   <translation>Entraîné sur les zones climatiques locales de 42 villes ; le module qui a donné son nom à cette extension.</translation>
  </message>
  <message>
   <source>EuroSAT ResNet-50, 13 Sentinel-2 bands</source>
   <translation>EuroSAT ResNet-50, 13 bandes Sentinel-2</translation>
  </message>
  <message>
   <source>Trained on ten land covers of Europe; needs all 13 bands of Level-1C.</source>
   <translation>Entraîné sur dix occupations du sol d'Europe ; demande les 13 bandes du niveau 1C.</translation>
  </message>
  <message>
   <source>So2Sat ResNet-50, red, green, blue</source>
   <translation>So2Sat ResNet-50, rouge, vert, bleu</translation>
  </message>
  <message>
   <source>Trained on local climate zones of 42 cities, with three bands.</source>
   <translation>Entraîné sur les zones climatiques locales de 42 villes, avec trois bandes.</translation>
  </message>
  <message>
   <source>EuroSAT ResNet-50, red, green, blue</source>
   <translation>EuroSAT ResNet-50, rouge, vert, bleu</translation>
  </message>
  <message>
   <source>Trained on ten land covers of Europe, with three bands.</source>
   <translation>Entraîné sur dix occupations du sol d'Europe, avec trois bandes.</translation>
  </message>
  <message>
   <source>BigEarthNet ResNet-50, red, green, blue</source>
   <translation>BigEarthNet ResNet-50, rouge, vert, bleu</translation>
  </message>
  <message>
   <source>Trained on 19 to 43 CORINE land covers of ten European countries, with three bands.</source>
   <translation>Entraîné sur 19 à 43 occupations du sol CORINE de dix pays d'Europe, avec trois bandes.</translation>
  </message>
  <message>
   <source>NWPU-RESISC45 ResNet-50, red, green, blue</source>
   <translation>NWPU-RESISC45 ResNet-50, rouge, vert, bleu</translation>
  </message>
  <message>
   <source>Trained on 45 kinds of scene in aerial photographs of 0.2 to 30 m.</source>
   <translation>Entraîné sur 45 sortes de scènes de photographies aériennes de 0,2 à 30 m.</translation>
  </message>
  <message>
   <source>UC Merced ResNet-50, red, green, blue</source>
   <translation>UC Merced ResNet-50, rouge, vert, bleu</translation>
  </message>
  <message>
   <source>Trained on 21 kinds of land use in aerial photographs of 0.3 m.</source>
   <translation>Entraîné sur 21 sortes d'utilisation du sol de photographies aériennes de 0,3 m.</translation>
  </message>
  <message>
   <source>So2Sat ResNet-20, local climate zones, 10 Sentinel-2 bands</source>
   <translation>So2Sat ResNet-20, zones climatiques locales, 10 bandes Sentinel-2</translation>
  </message>
  <message>
   <source>Small and quick; it also tells the 17 local climate zones itself, without any labels.</source>
   <translation>Petit et rapide ; il reconnaît aussi lui-même les 17 zones climatiques locales, sans aucune étiquette.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Automatic&lt;/b&gt; tries several and lets the best on what was held out vote together, which serves better than any one of them.</source>
   <translation type="vanished">&lt;b&gt;Automatique&lt;/b&gt; en essaie plusieurs et fait voter ensemble les meilleurs sur ce qui a été mis de côté, ce qui vaut mieux qu'un seul.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Automatic&lt;/b&gt; tries several with a few settings each and takes the one that does best on what was held out. With embeddings, logistic regression is a quick and good choice.</source>
   <translation type="vanished">&lt;b&gt;Automatique&lt;/b&gt; en essaie plusieurs avec quelques réglages chacun et prend le meilleur sur ce qui a été mis de côté. Avec des plongements, la régression logistique est un bon choix rapide.</translation>
  </message>
  <message>
   <source>&lt;p&gt;Choose a raster and run: the built-in module needs no download. Every cell of the map stands for one stride of pixels; its class comes from a window of pixels around it, so texture counts, not only colour.&lt;/p&gt;&lt;p&gt;Classes are clusters, numbered from large to small and named by what they look like. The names are honest suggestions from mean reflectance and indices; the report says how each came about.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;training layer&lt;/b&gt; the classes are yours: a classifier is trained on the labelled cells, and the report says how good it is on polygons that were held out. A &lt;b&gt;bundle&lt;/b&gt; without a training layer applies a classifier that was trained before. &lt;b&gt;The module's own classes&lt;/b&gt; (METHOD) need no labels either, where the module was trained to tell classes, such as so2sat-lcz-resnet20 local climate zones.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation type="vanished">&lt;p&gt;Choisissez un raster et lancez : le module intégré ne demande aucun téléchargement. Chaque cellule de la carte correspond à un pas de pixels ; sa classe vient d'une fenêtre de pixels autour d'elle, de sorte que la texture compte et pas seulement la couleur.&lt;/p&gt;&lt;p&gt;Les classes sont des groupes, numérotés du plus grand au plus petit et nommés d'après leur aspect. Les noms sont des suggestions honnêtes tirées de la réflectance moyenne et d'indices ; le rapport dit d'où vient chacun.&lt;/p&gt;&lt;p&gt;Avec une &lt;b&gt;couche d'entraînement&lt;/b&gt;, les classes sont les vôtres : un classifieur est entraîné sur les cellules étiquetées, et le rapport dit ce qu'il vaut sur des polygones mis de côté. Un &lt;b&gt;paquet&lt;/b&gt; sans couche d'entraînement applique un classifieur entraîné auparavant. &lt;b&gt;Les classes propres au module&lt;/b&gt; (METHOD) n'ont pas non plus besoin d'étiquettes, si le module a appris à distinguer des classes, comme so2sat-lcz-resnet20 les zones climatiques locales.&lt;/p&gt;&lt;p&gt;Un traitement annulé ou interrompu reprend là où il en était quand il est relancé avec les mêmes entrées.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The raster must be embedded as the one that the bundle was trained on: same module, window, mode and bands. That is checked first. It may be another scene or date.&lt;/p&gt;&lt;p&gt;The map's classes have the codes, names and colours of training.&lt;/p&gt;</source>
   <translation type="vanished">&lt;p&gt;Le raster doit être plongé comme celui sur lequel le paquet a été entraîné : mêmes module, fenêtre, mode et bandes. C'est vérifié d'abord. Ce peut être une autre scène ou une autre date.&lt;/p&gt;&lt;p&gt;Les classes de la carte ont les codes, noms et couleurs de l'entraînement.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The result is a &lt;b&gt;bundle&lt;/b&gt; (*.so2sat): the classifier with its classes, colours, figures and the embedding that it needs. Apply it with 'Classify with bundle', to this raster or to another embedded the same way.&lt;/p&gt;&lt;p&gt;The report's headline comes from polygons that were held out; the usual random split stands beside it, and so does the same procedure on plain pixels. It shows which classes are confused, which samples look mislabelled and whether more labels would help; a JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features.&lt;/p&gt;</source>
   <translation type="vanished">&lt;p&gt;Le résultat est un &lt;b&gt;paquet&lt;/b&gt; (*.so2sat) : le classifieur avec ses classes, couleurs, chiffres et le plongement dont il a besoin. Appliquez-le avec 'Classer avec un paquet', à ce raster ou à un autre plongé de la même façon.&lt;/p&gt;&lt;p&gt;Le chiffre principal du rapport vient de polygones mis de côté ; la division aléatoire habituelle figure à côté, ainsi que la même procédure sur de simples pixels. Il montre quelles classes sont confondues, quels échantillons semblent mal étiquetés et si plus d'étiquettes aideraient ; un fichier JSON du même nom contient les chiffres.&lt;/p&gt;&lt;p&gt;Un raster qui n'est pas un plongement convient aussi : ses bandes sont les caractéristiques.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A classifier made by 'Train classifier' (*.so2sat).</source>
   <translation type="vanished">Un classifieur de 'Entraîner un classifieur' (*.so2sat).</translation>
  </message>
  <message>
   <source>A map by the best kind of classifier</source>
   <translation type="vanished">Une carte du meilleur type de classifieur</translation>
  </message>
  <message>
   <source>A raster made by 'Embed raster' with the module and window of the bundle's training raster.</source>
   <translation type="vanished">Un raster de 'Plonger un raster' avec le module et la fenêtre du raster d'entraînement du paquet.</translation>
  </message>
  <message>
   <source>All kinds are tried first; how far that map agrees with the one shown is told</source>
   <translation type="vanished">Tous les types sont d'abord essayés ; l'accord de cette carte avec celle affichée est indiqué</translation>
  </message>
  <message>
   <source>Bundle</source>
   <translation type="vanished">Paquet</translation>
  </message>
  <message>
   <source>Choose the best classifier: try all kinds on these labels. The next edit is mapped by the quick one.</source>
   <translation type="vanished">Choisir le meilleur classifieur : essayer toutes les sortes sur ces étiquettes. La modification suivante est cartographiée par le rapide.</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation type="vanished">Couleur de la classe</translation>
  </message>
  <message>
   <source>Distance from one window to the next, and the side of one cell of the result, in pixels of the raster. Smaller gives a finer map and takes longer: half the stride means four times the windows.</source>
   <translation type="vanished">Distance d'une fenêtre à la suivante, et côté d'une cellule du résultat, en pixels du raster. Plus petit donne une carte plus fine et dure plus longtemps : un pas deux fois plus petit fait quatre fois plus de fenêtres.</translation>
  </message>
  <message>
   <source>Double-click to choose another colour</source>
   <translation type="vanished">Double-cliquez pour choisir une autre couleur</translation>
  </message>
  <message>
   <source>Double-click to rename</source>
   <translation type="vanished">Double-cliquez pour renommer</translation>
  </message>
  <message>
   <source>F1 of each class on labels that were held out: 100 % where all of its labels are found and nothing else is taken for it. In brackets: what share of its labels is found, by chance between these bounds (95 %).</source>
   <translation type="vanished">F1 de chaque classe sur des étiquettes mises de côté : 100 % si toutes les siennes sont trouvées et que rien d'autre n'est pris pour elle. Entre parenthèses : la part de ses étiquettes qui est trouvée, au hasard près entre ces bornes (95 %).</translation>
  </message>
  <message>
   <source>Find the best</source>
   <translation type="vanished">Trouver le meilleur</translation>
  </message>
  <message>
   <source>GeoTIFF: classes from 1, 0 is nodata, one cell a stride, on the input's grid, with names, colours.</source>
   <translation type="vanished">GeoTIFF : classes à partir de 1, 0 est nodata, une cellule par pas, sur la grille de l'entrée, avec noms et couleurs.</translation>
  </message>
  <message>
   <source>HTML file that opens in any browser.</source>
   <translation type="vanished">Fichier HTML qui s'ouvre dans tout navigateur.</translation>
  </message>
  <message>
   <source>How much is tried: about a quarter of a minute, a minute or ten on two cores for 10,000 labelled cells.</source>
   <translation type="vanished">Combien on essaie : environ un quart de minute, une minute ou dix sur deux cœurs pour 10 000 cellules étiquetées.</translation>
  </message>
  <message>
   <source>Raster of plain pixels</source>
   <translation type="vanished">Raster de simples pixels</translation>
  </message>
  <message>
   <source>Rasters of the same place and grid on other dates. With the module's own classes their scores are averaged, which makes the map steadier.</source>
   <translation type="vanished">Rasters du même lieu et de la même grille à d'autres dates. Avec les classes propres au module, leurs scores sont moyennés, ce qui rend la carte plus stable.</translation>
  </message>
  <message>
   <source>Saves the map of the whole scene with its confidence, a report of how good it is, and the classifier (*.so2sat) for other scenes. For these the best kind of classifier is chosen, so the map may differ a little from the live one. Labels are saved with every edit.</source>
   <translation type="vanished">Enregistre la carte de toute la scène avec sa confiance, un rapport sur ce qu'elle vaut, et le classifieur (*.so2sat) pour d'autres scènes. Pour cela la meilleure sorte de classifieur est choisie, si bien que la carte peut différer un peu de celle en direct. Les étiquettes sont enregistrées à chaque modification.</translation>
  </message>
  <message>
   <source>Side of the square that the module sees around each cell. 0 takes what the module was trained on (320 m for the So2Sat ones); for the built-in module 320 m too, but at least 8 pixels and a cell and at most 32 pixels. What was chosen is shown in the log.</source>
   <translation type="vanished">Côté du carré que le module voit autour de chaque cellule. 0 prend ce sur quoi le module a été entraîné (320 m pour ceux de So2Sat) ; pour le module intégré 320 m aussi, mais au moins 8 pixels et une cellule et au plus 32 pixels. Le choix figure dans le journal.</translation>
  </message>
  <message>
   <source>Side of the square that the module sees around each cell. The So2Sat modules were trained on 32 pixels of 10 m.</source>
   <translation type="vanished">Côté du carré que le module voit autour de chaque cellule. Les modules So2Sat ont été entraînés sur 32 pixels de 10 m.</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation type="vanished">Passer</translation>
  </message>
  <message>
   <source>Stride (pixels)</source>
   <translation type="vanished">Pas (pixels)</translation>
  </message>
  <message>
   <source>Take this place off the list</source>
   <translation type="vanished">Retirer ce lieu de la liste</translation>
  </message>
  <message>
   <source>The classifier with all that is needed to apply it.</source>
   <translation type="vanished">Le classifieur avec tout ce qu'il faut pour l'appliquer.</translation>
  </message>
  <message>
   <source>The module's own classes</source>
   <translation type="vanished">Les classes propres au module</translation>
  </message>
  <message>
   <source>The year that the embedding is of. 0: as the metadata, the file's name or its folder say.</source>
   <translation type="vanished">L'année du plongement. 0 : comme le disent les métadonnées, le nom du fichier ou son dossier.</translation>
  </message>
  <message>
   <source>Trying…</source>
   <translation type="vanished">Essai…</translation>
  </message>
  <message>
   <source>What the classifier sees of a cell. &lt;b&gt;Spectrum&lt;/b&gt;: mean and deviation of each band over the cell's own pixels, indices of them, and the same over the 3 × 3 cells around. &lt;b&gt;Embedding&lt;/b&gt;: the feature vector of the window. &lt;b&gt;Automatic&lt;/b&gt; holds all of them out and lets the best vote.</source>
   <translation type="vanished">Ce que le classifieur voit d'une cellule. &lt;b&gt;Spectre&lt;/b&gt; : moyenne et écart-type de chaque bande sur les pixels de la cellule elle-même, des indices qui en sont tirés, et de même sur les 3 × 3 cellules autour. &lt;b&gt;Plongement&lt;/b&gt; : le vecteur de caractéristiques de la fenêtre. &lt;b&gt;Automatique&lt;/b&gt; les compare toutes sur ce qui a été mis de côté et fait voter les meilleures.</translation>
  </message>
  <message>
   <source>What to compare with in the report. Left empty, it is the raster that was embedded.</source>
   <translation type="vanished">À quoi comparer dans le rapport. Vide : le raster qui a été plongé.</translation>
  </message>
  <message>
   <source>What to write</source>
   <translation type="vanished">Ce qu'il faut écrire</translation>
  </message>
  <message>
   <source>Where the cluster's workers find the run and leave what they compute: a folder that this computer and they see. Empty is the plugin's home folder, which does where that lies on a shared disk. Maps of clusters need no such folder: their codes are sent back.</source>
   <translation type="vanished">Là où les workers de la grappe trouvent le traitement et laissent ce qu'ils calculent : un dossier que cet ordinateur et eux voient. Vide, c'est le dossier personnel de l'extension, ce qui suffit s'il est sur un disque partagé. Les cartes de groupes n'en ont pas besoin : leurs codes sont renvoyés.</translation>
  </message>
  <message>
   <source>With a training layer: where to write the trained classifier (*.so2sat; empty: beside the map). Without one: the classifier to apply, trained on a raster that was embedded as this one is.</source>
   <translation type="vanished">Avec une couche d'entraînement : où écrire le classifieur entraîné (*.so2sat ; vide : à côté de la carte). Sans : le classifieur à appliquer, entraîné sur un raster plongé comme celui-ci.</translation>
  </message>
  <message>
   <source>With a training layer: where to write the trained classifier (*.so2sat; empty: beside the map). Without one: the classifier to apply. It sets module, window, stride in metres, mode and the rest as it was trained with; what you set otherwise is told, and set aside where the classifier depends on it.</source>
   <translation type="vanished">Avec une couche d'entraînement : où écrire le classifieur entraîné (*.so2sat ; vide : à côté de la carte). Sans : le classifieur à appliquer. Il fixe le module, la fenêtre, le pas en mètres, le mode et le reste tels qu'il a été entraîné ; ce que vous réglez autrement est signalé, et laissé de côté là où le classifieur en dépend.</translation>
  </message>
  <message>
   <source>With labels, a bundle or the module's own classes: the probability of each cell's class in percent (uint8, 255 is nodata). It is calibrated on held-out polygons, but for the module's own classes, which are as sure as they are.</source>
   <translation type="vanished">Avec des étiquettes, un paquet ou les classes propres au module : la probabilité de la classe de chaque cellule en pour cent (uint8, 255 est nodata). Elle est calibrée sur des polygones mis de côté, sauf pour les classes propres au module, qui sont aussi sûres qu'elles le sont.</translation>
  </message>
  <message>
   <source>normal</source>
   <translation type="vanished">normal</translation>
  </message>
  <message>
   <source>quick</source>
   <translation type="vanished">rapide</translation>
  </message>
  <message>
   <source>quick: up to 15 seconds</source>
   <translation type="vanished">rapide : jusqu'à 15 secondes</translation>
  </message>
  <message>
   <source>thorough</source>
   <translation type="vanished">approfondi</translation>
  </message>
  <message>
   <source>{names}: a temporary file, gone when QGIS is closed.</source>
   <translation type="vanished">{names} : un fichier temporaire, perdu à la fermeture de QGIS.</translation>
  </message>
 </context>
</TS>
