"""Entry of the worker process: `python -I …/worker/__main__.py ARRAYS_FOLDER [FOLDER … | --network]`.

It may write to these folders only; where none but the first is given, anywhere. With --network it is not confined: it
runs no module then, but talks to a cluster.
"""

import importlib.util
import os
import sys

PACKAGE = "so2sat_qgis_plugin"  # whatever the plugin's folder is called


def import_package() -> None:
    """Import the plugin's package, and nothing else that lies beside it.

    Its parent folder is not put on sys.path: there another plugin could stand in for a package that the runtime lacks.
    """
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None and spec.loader is not None
    sys.modules[PACKAGE] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)


if __name__ == "__main__":
    import_package()
    from so2sat_qgis_plugin.worker.confine import confine

    # Before numpy is imported, which starts threads.
    with_network = "--network" in sys.argv
    left_open = "" if with_network else confine(sys.argv[1:] if len(sys.argv) > 2 else [])
    from so2sat_qgis_plugin.worker.server import main

    main(sys.argv[1], left_open)
