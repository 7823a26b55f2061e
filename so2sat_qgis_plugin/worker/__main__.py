"""Entry of the worker process: `python -I …/worker/__main__.py ARRAYS_FOLDER`."""

import os
import sys

# -I leaves the script's folder out of sys.path. The plugin's parent goes last, so that a
# package of the runtime always wins over a plugin that happens to share its name.
sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

if __name__ == "__main__":
    from so2sat_qgis_plugin.worker.server import main

    main(sys.argv[1])
