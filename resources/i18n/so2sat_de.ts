<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>So2Sat</name>
  <message>
   <source>Input parameters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Outputs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Land-cover map…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Help</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{task} (cancelled)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The first map needs a Python of its own with TensorFlow: a download of {size} MB, once.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The runtime is not set up yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The runtime is damaged: choose Repair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The interpreter that was named is none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An interpreter that was named is used</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The runtime is of another version of the plugin: set it up again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The runtime is ready</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Repair…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A Python with TensorFlow, OpenVINO and scikit-learn. Empty: the runtime created here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No suitable Python on this computer: Python 3.12 is fetched (35 MB more)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the interpreter that is named below will not do</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete the runtime? Modules and results stay, and it can be set up again at any time.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up So2Sat land cover</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What it takes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Runtime, modules and unfinished runs are kept here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>looking…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Download</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Disk</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Compute on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Made from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Other ways: without internet, with a Python of your own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>found by itself, or fetched</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>from the internet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>none: use the runtime created here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Details</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What pip and Python say during the set-up appears here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Repair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The runtime is removed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The runtime is ready.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Base Python 3.10–3.13</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder of wheels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mirror of Python releases</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Interpreter that has all packages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>and the CUDA libraries, some GB more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{needed} GB are needed, {free} GB are free</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No NVIDIA GPU that TensorFlow can use was found</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelling…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelled. What was set up before is as it was.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>about {size} MB, once</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Setting up the So2Sat runtime</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Removing the So2Sat runtime</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for a Python and a GPU</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Land-cover map</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes a land-cover map of a multispectral raster, with your labels or without any.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;Choose a raster and run: the built-in module needs no download. Every cell of the map stands for one stride of pixels; its class comes from a window of pixels around it, so texture counts, not only colour.&lt;/p&gt;&lt;p&gt;Classes are clusters, numbered from large to small and named by what they look like. The names are honest suggestions from mean reflectance and indices; the report says how each came about.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;training layer&lt;/b&gt; the classes are yours: a classifier is trained on the labelled cells, and the report says how good it is on polygons that were held out. A &lt;b&gt;bundle&lt;/b&gt; without a training layer applies a classifier that was trained before. &lt;b&gt;The module's own classes&lt;/b&gt; (METHOD) need no labels either, where the module was trained to tell classes, such as so2sat-lcz-resnet20 local climate zones.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Multispectral raster</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A raster with several spectral bands, Sentinel-2 above all. It is read block by block and never changed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What turns a window into a feature vector: 'builtin' (needs no download and takes any bands), a name from the catalogue (such as so2sat-ms-resnet50), a module folder, a .tar.gz file, a bundle (*.so2sat) that carries a built-in module, or the handle (URL) of a TensorFlow Hub module. Modules from the internet must be fetched once with 'Get module'.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stride (pixels)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Distance from one window to the next, and the side of one cell of the result, in pixels of the raster. Smaller gives a finer map and takes longer: half the stride means four times the windows.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bands in the module's order</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave empty to have the bands found by their names or wavelengths, or by known orders (10 bands of So2Sat, 12 of Sentinel-2 L2A, 13 of L1C). What was found is shown in the log.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Value that means reflectance 1</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>10000 for Sentinel-2 products, 1 for float reflectance. 0 chooses by the raster's metadata, then by its values; what was chosen is shown in the log.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Window (pixels)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Side of the square that the module sees around each cell. The So2Sat modules were trained on 32 pixels of 10 m.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Enlarge windows to (pixels)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Side in pixels that windows are enlarged to before the module sees them. 0 takes what the catalogue says (224 for the ResNet-50 modules), else the window's own size. Set it for a module that the catalogue does not know.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Extent</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only the cells that touch this extent are computed; it never moves the cells. Empty means the whole raster.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Automatic warps a raster whose pixels are not square on the ground, or far from the size that the module was trained on (10 m for So2Sat), to square pixels of that size, and says so; others keep their grid.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Automatic</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The raster's own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Warped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mask (what to leave out)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clouds or anything else to leave out: a raster such as a cloud mask, on any grid and in any CRS, or polygons. What it leaves out counts as nodata; beyond its edge nothing is left out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mask values to leave out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which values of a mask raster are left out: numbers, ranges and bits, such as &lt;code&gt;3, 8-10&lt;/code&gt; or &lt;code&gt;bit 3, bit 4&lt;/code&gt;. Empty: every value but 0 and nodata; of Sentinel-2's scene classification 0, 1, 3, 8-11 (cloud, cirrus, shadow, snow, saturated).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave out clouds by the raster's SCL band</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where the raster carries Sentinel-2's scene classification (a band named SCL, as 'Stack bands' makes it of an L2A product): cloud, cirrus, cloud shadow, snow and saturated pixels count as nodata.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mode</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exact embeds every window by itself. Dense runs the module once over each block and averages its feature map over the windows: much faster where windows overlap, but for most modules another function. Automatic is dense where both give the same values (the built-in module), else exact.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exact</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dense</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Map dense features to exact ones</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where dense is another function than exact: embed a sample of windows exactly and fit a linear map from dense to exact features. The agreement reached is logged and kept with the result either way.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Backend</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What computes. Automatic takes the fastest that reads the module and says which.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TensorFlow</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>OpenVINO</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Half precision</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Multiply in half precision (bfloat16 on new CPUs, float16 on NVIDIA GPUs) where the hardware has it: about twice as fast. What it changes is measured on windows of the raster, logged and kept with the result; where it would be more than 2 %, float32 is used.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Largest share of nodata</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A cell whose window has a larger share of invalid pixels than this becomes nodata.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Training layer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Polygons or points with known classes, in any CRS. A cell whose centre lies in a polygon, or that holds a point, is a sample; a polygon too small to hold a cell's centre stands for the cell that it lies in. Several polygons of each class, spread over the raster, make both the classifier and its figures better.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Field with the class</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Text or whole numbers. Numbers from 1 on become the codes of the map; features without a label are left out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Classifier</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;b&gt;Automatic&lt;/b&gt; tries several with a few settings each and takes the one that does best on what was held out. With embeddings, logistic regression is a quick and good choice.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>automatic</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>logistic regression</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>linear SVM</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>RBF SVM</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>random forest</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>extra trees</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>histogram gradient boosting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>k nearest neighbours</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>multilayer perceptron</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clustering method</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;b&gt;k-means&lt;/b&gt; is quick and a good first choice. &lt;b&gt;Mini-batch k-means&lt;/b&gt; is quicker still on a large sample. &lt;b&gt;Gaussian mixture&lt;/b&gt; allows clusters of different size and shape and often parts land cover best. &lt;b&gt;Birch&lt;/b&gt; joins small groups from the bottom up. &lt;b&gt;HDBSCAN&lt;/b&gt; looks for dense groups and finds their number itself, at most CLUSTERS; embeddings of overlapping windows pass into one another, so expect few. Cells in no dense group get the cluster of their nearest neighbours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>k-means</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mini-batch k-means</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gaussian mixture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Birch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HDBSCAN on a sample, the rest assigned</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The module's own classes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Number of clusters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How many clusters to make. Too many is easier to mend than too few: merge alike ones afterwards.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seed of the random choices. The same inputs and seed give the same map.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sampled cells</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How many cells, spread evenly over the raster, the clusters are fitted on. All cells are then given to the clusters found. More takes longer and seldom changes the map.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bundle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>With a training layer: where to write the trained classifier (*.so2sat; empty: beside the map). Without one: the classifier to apply, trained on a raster that was embedded as this one is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Further dates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rasters of the same place and grid on other dates. With the module's own classes their scores are averaged, which makes the map steadier.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Confidence</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>With labels, a bundle or the module's own classes: the probability of each cell's class in percent (uint8, 255 is nodata). It is calibrated on held-out polygons, but for the module's own classes, which are as sure as they are.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Principal components kept</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write only this many principal components, fitted on a sample of this raster, into the embedding raster; 0 keeps all dimensions. Components of two rasters cannot be compared.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Precision</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How the embedding raster stores its values: uint16 takes half and uint8 a quarter of the disk, with scale and offset that QGIS applies by itself. The error it causes is logged and kept in the metadata.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>float32</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>uint16</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>uint8</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>GeoTIFF: classes from 1, 0 is nodata, one cell a stride, on the input's grid, with names, colours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Embedding raster</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep the feature vectors too, to cluster them otherwise or to train a classifier on them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Report</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Without labels: clusters with area and share, their spectra and indices, and how their names came about. With a training layer: how good the classifier is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder of the module used</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Embed raster</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Land cover, step by step</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Turns every window of a multispectral raster into a feature vector and writes them as a raster.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The result is an &lt;b&gt;embedding raster&lt;/b&gt;: one cell a stride, one band a feature, aligned to the input. It remembers the module, window, stride, mode, bands and scaling it was made with, so that later steps can check that things fit. Cluster it with 'Cluster embedding raster', or train a classifier on it.&lt;/p&gt;&lt;p&gt;A run that was cancelled or killed goes on where it was when it is started again with the same inputs.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>GeoTIFF, float32, one band a feature (e0001 …), then the mean and standard deviation of each of the raster's bands over the cell's own pixels (mean_B2 …, sd_B2 …); nodata is NaN.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cluster embedding raster</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Groups the cells of an embedding raster by likeness, without labels, and names the groups by looks.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The map has one class a cluster, numbered from the largest to the smallest, named by what its mean spectrum looks like ('1 · water-like', '2 · dense vegetation' …) and coloured to match. Names are suggestions; the report says how each came about. They need the cell statistics that 'Embed raster' writes beside the features; without them they are neutral.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features, standardised.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be clustered.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cluster map</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The map: classes from 1, 0 is nodata, on the grid of the input, with names and colours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clusters with area and share, their spectra and indices, and how their names came about.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Train classifier</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Trains a classifier on labelled cells of an embedding raster and states honestly how good it is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The result is a &lt;b&gt;bundle&lt;/b&gt; (*.so2sat): the classifier with its classes, colours, figures and the embedding that it needs. Apply it with 'Classify with bundle', to this raster or to another embedded the same way.&lt;/p&gt;&lt;p&gt;The report's headline comes from polygons that were held out; the usual random split stands beside it, and so does the same procedure on plain pixels. It shows which classes are confused, which samples look mislabelled and whether more labels would help; a JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;A raster that is no embedding works too: its bands are the features.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A raster made by 'Embed raster', or any other whose bands are to be the features.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Validation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How accuracy is measured. &lt;b&gt;Polygons held out&lt;/b&gt;: each polygon is predicted by a classifier that did not see it. &lt;b&gt;Spatial blocks&lt;/b&gt;: each square block of the raster likewise, which is stricter where polygons lie close together, and right for points. &lt;b&gt;Random&lt;/b&gt;: cells at random, which flatters. &lt;b&gt;A second layer&lt;/b&gt;: the layer TEST.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>polygons held out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>spatial blocks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>random</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a second layer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Test layer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Labels in the same field that are not trained on; for VALIDATION = a second layer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folds</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Into how many parts polygons (or blocks, or cells) are divided; each part is held out once.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seed of the random choices. The same inputs and seed give the same result.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Largest number of samples</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where more cells are labelled, this many are drawn, evenly from classes and polygons.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Raster of plain pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What to compare with in the report. Left empty, it is the raster that was embedded.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The classifier with all that is needed to apply it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How good the classifier is. The figures are beside it as JSON, under the same name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Suspect samples</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Samples that look mislabelled: confidently predicted as another class when they were held out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Classify with bundle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes a land-cover map of an embedding raster with a trained classifier.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The raster must be embedded as the one that the bundle was trained on: same module, window, mode and bands. That is checked first. It may be another scene or date.&lt;/p&gt;&lt;p&gt;The map's classes have the codes, names and colours of training.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A raster made by 'Embed raster' with the module and window of the bundle's training raster.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A classifier made by 'Train classifier' (*.so2sat).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The map: classes with their codes (uint8, above 255 uint16), 0 is nodata or unclassified.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Least confidence (%)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cells that are classified with less confidence become 0, unclassified.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Majority filter (cells)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gives each cell the commonest class of the square of this many cells a side around it, which removes specks. 0 leaves the map as it is; an even number counts as the next odd one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The calibrated probability of each cell's class in percent (uint8, 255 is nodata): of the cells at 80, about 80 % should be right where the land looks like the training polygons.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Novelty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How far a cell lies from all training samples, 0 to 100 (uint8, 255 is nodata): its distance to the nearest training sample in up to 32 principal components of the standardised features, where 50 is the distance that 95 % of training samples keep to those of other polygons, and 100 is twice that or more. Do not trust the map where it is high: no such land was labelled.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Assess map</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accuracy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Compares any map of classes with reference labels, and corrects the areas of its classes for its errors.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The report has the confusion matrix (rows are the reference), overall accuracy with its 95 % interval, kappa, F1, user's and producer's accuracy of each class, and the area of each class as mapped and adjusted for map error with its 95 % interval (stratified estimators of Olofsson et al. 2014, Good practices for estimating area and assessing accuracy of land change). A JSON file of the same name holds the figures.&lt;/p&gt;&lt;p&gt;Adjusted areas hold where the reference is a random sample in each mapped class: 'Sample size' makes one.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Map</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Band 1 holds class codes; 0 and nodata are left out. Class names are read from the file where it has them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reference</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is true: points or polygons in any CRS, or another map, which is looked up at the centre of each cell.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Class names of the map, or its codes. Needed for points and polygons.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The figures, and beside them the same as JSON, under the same name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Overall accuracy (share of samples)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sample size and reference points</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Says how many reference points a map's assessment needs, and draws them at random in every class.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The number follows Cochran (1977) as in Olofsson et al. (2014), equation 13: it grows with the precision asked for and with the share of errors expected. Every class gets at least the minimum, the rest goes by area.&lt;/p&gt;&lt;p&gt;Look at each point on imagery or in the field, write the true class into the field &lt;b&gt;class&lt;/b&gt; (without looking at the map), and give the layer to 'Assess map'.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Band 1 holds class codes; 0 and nodata are left out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wanted interval (± %)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Half the width of the 95 % interval of overall accuracy that you want, in percentage points.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Expected user's accuracy (%)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A guess of how often the map is right: one number, or one for each class in the order of codes, with commas. A lower guess is the safer one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fewest points per class</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rare classes need some points of their own; 50 to 100 is usual.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seed of the random choice. The same map and seed give the same points.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reference points</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Points at the centres of random cells, with the mapped class and an empty field 'class' to fill in.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Number of points</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stack bands</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rasters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes one raster of a Sentinel-2 product, a folder of band files, or several layers.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;Give one of the three: a folder (a &lt;code&gt;.SAFE&lt;/code&gt; product, L1C or L2A, or one with files such as B02.tif, B8A.tif), a zipped product, or raster layers. The bands come out in the asked order, named, on one grid: the finest band's, at the resolution asked for; rasters in degrees are brought to UTM. Bands on other grids are resampled bilinearly. Of an L2A product the scene classification comes along as the last band.&lt;/p&gt;&lt;p&gt;An OUTPUT that ends in &lt;code&gt;.vrt&lt;/code&gt; copies nothing and refers to the files where they are; &lt;code&gt;.tif&lt;/code&gt; writes a GeoTIFF, which is read faster. What a product says of its scale and of the offset of processing baseline 04.00 (−1000) becomes scale and offset of the bands, so the other algorithms and QGIS read reflectance.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder of bands or .SAFE product</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A product's .SAFE folder, or a folder with one file a band whose names say which band each is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Zipped product</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A Sentinel-2 product as it is downloaded; it is read without being unpacked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Raster layers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Layers whose bands or file names say which band they are; others are stacked in the order given.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bands, in order</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names separated by commas. Default: the ten bands of So2Sat. Empty: every band that there is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resolution (m)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Side of a pixel of the result. 0 keeps the grid of the finest band, whatever its CRS.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the offset off the numbers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Subtracts the offset of processing baseline 04.00 from the numbers themselves (16-bit signed integers), for software that ignores a band's offset. Otherwise it is only recorded.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Carry the scene classification</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Adds the scene classification of an L2A product (clouds, shadows, snow …) as the last band, SCL: maps then leave clouds out by themselves. It is never taken for a band of the image.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stack</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A .vrt (refers to the files) or a .tif (holds the pixels).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import embedding</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes an embedding raster of tiles that others publish: AlphaEarth (Google Satellite Embedding), TESSERA and others.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The result works like a raster made by 'Embed raster': train a classifier on it, cluster it, classify another place of the same model and year.&lt;/p&gt;&lt;p&gt;Known are &lt;b&gt;AlphaEarth&lt;/b&gt; (64 bands A00 … A63, signed bytes; files that stand on their head are turned) and &lt;b&gt;TESSERA&lt;/b&gt; (128 bands; GeoTIFFs of GeoTessera, or tile.npy with tile_scales.npy and its land mask). Any other GeoTIFF of a vector a pixel can be described by hand. Several tiles become one raster. Only what lies in the extent is read, so that a tile on a server (/vsicurl/https://…) is not fetched whole.&lt;/p&gt;&lt;p&gt;Model, version, year, licence and attribution are kept. A classifier that was trained on one model, version or year refuses others: their numbers have nothing to do with each other.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tiles</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One or more raster layers of the same model and year.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Further tiles by path or address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One a line: .npy files of TESSERA, or addresses that GDAL opens (/vsicurl/https://…).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Embedding</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which embedding it is; by default the bands' names and the metadata tell.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Find out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>AlphaEarth Satellite Embedding</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TESSERA</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another one, described below</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Year</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The year that the embedding is of. 0: as the metadata, the file's name or its folder say.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only this rectangle is read. Empty: all tiles.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CRS of the result</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Empty: that of the first tile, whose cells are kept as they are. In another CRS each cell takes the value of the nearest pixel: vectors are not averaged.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cell size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In units of the CRS of the result. 0: as large as the tiles' own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Its name, where it is not known.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Version of the model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where the file does not say: such as 1.1.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Licence</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Under which it is published, such as CC-BY-4.0.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Attribution</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The line that the licence wants to be shown; reports repeat it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>GeoTIFF, one band a feature (e0001 …), north up.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model, version and year</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export embedding</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writes an embedding raster as a cloud-optimised GeoTIFF that other software reads, also from a server.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;Bands and values stay as they are. The file says of itself, in the terms of STAC's embedding extension (emb:dimensions, emb:model …), what it holds, and keeps what this plugin needs to go on with it.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A raster made by 'Embed raster' or 'Import embedding'.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>With overviews</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smaller copies within the file, so that it is drawn quickly; a third larger.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cloud-optimised GeoTIFF</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A GeoTIFF laid out so that a part of it can be read over a network.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Inspect raster for a module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tells within seconds what embedding a raster would do, how long it takes and what is wrong, as a report.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;Shows which bands are taken, how numbers become reflectance, how well the raster fits what the module was trained on (and whether another scaling or band order fits clearly better), the share of nodata, pixel size, number of windows, and time, disk and memory from a second measured on this computer. Every warning says what to do. The raster is only sampled, whatever its size.&lt;/p&gt;&lt;p&gt;Beside the report lies a JSON file of the same name with the same findings for scripts.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HTML file that opens in any browser.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Findings as JSON</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Number of warnings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Get module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Modules</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fetches a module (catalogue name, address, .tar.gz file or folder), checks it and keeps it in the profile.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;A module is fetched once and then works without internet. Its content hash is recorded at first use and checked at every later one. Before it counts as got, its graph is checked against the list of operations that networks need; a module that would touch files, the network or Python is refused.&lt;/p&gt;&lt;p&gt;Without internet: fetch the address that the error message names on another computer, and give the file as Module.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A catalogue name (so2sat-ms-resnet50, eurosat-ms-resnet50, so2sat-resnet50, eurosat-resnet50, bigearthnet-resnet50, resisc45-resnet50, uc_merced-resnet50, so2sat-lcz-resnet20), an https handle of TensorFlow Hub or of a .tar.gz, a .tar.gz file, a folder with saved_model.pb, or the .h5 file of the So2Sat demo's weights.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fetch again and accept a changed module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Forgets the recorded content hash of this handle, and fetches what it gives today.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder of the module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Content hash</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Describe module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reports what a module takes and gives, how its network sees a raster, and whether it can be fine-tuned.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;Lists tag sets, signatures, inputs and outputs, parameters, input size, receptive field and stride of the feature map, whether the dense mode and fine-tuning are possible, the statistics of the first batch norm, content hash and licence. A JSON file of the same name is written beside the report.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A catalogue name, folder, .tar.gz or handle (see 'Get module').</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One HTML file; a JSON file is written beside it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fine-tune module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Trains a module further on labelled polygons, and says whether that made it better.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The windows around labelled cells train the module's layers and a linear head. The result is a module of the same format: give its folder as Module anywhere, or fine-tune it again. The head comes as a bundle for 'Classify with bundle'.&lt;/p&gt;&lt;p&gt;Of each class's polygons about a half trains, a fifth decides when to stop and a quarter only judges: the report compares the module before and after on those, and says so when fine-tuning did not help. With few polygons it often does not; then use the module as it is, or train the head only.&lt;/p&gt;&lt;p&gt;The module must be of the TF1 Hub format with a graph for training. On a CPU a ResNet-50 takes minutes for each hundred samples and epoch. A run that was cut off goes on from its last epoch when started again.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Distance of the training windows from one another, in pixels of the raster.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Epochs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How often every training window is seen, at most: training stops early when held-out samples get no better.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Layers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is trained. The fewer labels, the fewer layers: &lt;b&gt;the last block&lt;/b&gt; is what works at the coarsest resolution, &lt;b&gt;the head only&lt;/b&gt; leaves the module as it is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All layers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last block</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The head only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Batch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Windows a training step; 0 = automatic.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Learning rate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The largest of the schedule (warm-up, then cosine); 0 = automatic.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Flips and quarter turns</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows every window in one of its eight orientations, at random.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fine-tuned module</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>New folder for the module.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The classifier that goes with the module, for 'Classify with bundle'.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Before and after on held-out samples; the figures lie beside it as JSON.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import Keras weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Builds a module from the Keras weights (.h5) of the So2Sat demo's ResNet-20.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;The So2Sat project publishes a ResNet with 20 layers for local climate zones as Keras weights. This builds a module of the TF1 Hub format from them, with the outputs &lt;code&gt;default&lt;/code&gt; (256-d), &lt;code&gt;feature_map&lt;/code&gt; and &lt;code&gt;logits&lt;/code&gt; (the 17 local climate zones); it can be fine-tuned.&lt;/p&gt;&lt;p&gt;With internet, &lt;i&gt;Get module&lt;/i&gt; with &lt;code&gt;so2sat-lcz-resnet20&lt;/code&gt; fetches and builds it in one go.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keras weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The .h5 file of weights, as its authors publish it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>New folder for the module; give it as Module elsewhere.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up runtime</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Creates, repairs or removes the runtime: a separate Python with TensorFlow, OpenVINO and scikit-learn, once a QGIS profile.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;QGIS's own Python is left alone: the runtime is a virtual environment in the QGIS profile's folder, with every package at a tested version. It is tested before it is used, and an older one stays until then. About 4 GB of disk and a download of up to 0.8 GB are needed, and some minutes. Certificates that the system trusts are trusted, and one that the environment variable SSL_CERT_FILE names.&lt;/p&gt;&lt;p&gt;An interpreter that has these packages already can be named instead: by the environment variable SO2SAT_PYTHON, or in Plugins &gt; So2Sat land cover &gt; Set up….&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What to do</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set up creates the runtime anew, and an older one stays until it is ready. Repair tests the one that is there and creates it anew only if something is damaged. Remove deletes it; modules and results stay.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Device</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What TensorFlow computes on. NVIDIA GPU adds the CUDA libraries (11 GB of disk instead of 4) and needs the NVIDIA driver.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CPU (and Intel GPUs)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>NVIDIA GPU (Linux)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Base Python interpreter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A Python interpreter (3.10 to 3.13, 64-bit) to make the runtime from. Empty: one is looked for on this computer, and where there is none that will do, a standalone one is fetched.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>For a computer without internet: a folder of .whl files, filled by 'pip download -r requirements.txt' on another computer with the same system and Python version (requirements.txt lies in the plugin's folder runtime). A Python itself may lie there too, as cpython-3.12…-install_only.tar.gz. Empty: the packages are fetched from the package index, through QGIS's proxy settings.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where a standalone Python is fetched from, if one is needed: the address of a mirror of the releases of python-build-standalone (file:// for a folder). Empty: their own place on GitHub.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Interpreter of the runtime</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Log</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clean up unfinished runs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows what cancelled or killed runs left on disk, and deletes it when asked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>&lt;p&gt;A run that was cancelled or killed keeps its finished blocks, so that the same run started again goes on where it was. Runs that nobody will start again keep their space until they are deleted here. What a running QGIS works on is neither shown nor deleted; finished modules and results are never touched.&lt;/p&gt;</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete what is found</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off: only show what there is, its size and age. On: delete it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Older than (days)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only what was last changed at least so many days ago. 0 means all.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Number of leftovers found</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Their size in bytes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Number of leftovers deleted</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
