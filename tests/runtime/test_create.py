"""Creating a runtime for real: a virtual environment, pip, the import test, and everything that can go wrong."""

import base64
import io
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.runtime import pip
from so2sat_qgis_plugin.runtime.create import create, remove, repair
from so2sat_qgis_plugin.runtime.environment import find_python, fingerprint, read_pointer
from so2sat_qgis_plugin.runtime.job import Job
from so2sat_qgis_plugin.runtime.status import status
from tests.runtime.conftest import make_wheel
from tests.support.data import ROOT
from tests.support.progress import Log


@pytest.fixture(autouse=True)
def _no_runtime_given(monkeypatch):
    monkeypatch.delenv("SO2SAT_PYTHON", raising=False)


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in home.glob("rt-*"))


def answer(python: Path) -> str:
    done = subprocess.run(
        [python, "-I", "-c", "import tinyflow; print(tinyflow.answer)"], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_creates_a_runtime_that_is_then_found(home, fake_setup):
    setup, log = fake_setup(), Log()
    python = create(home, setup, log)
    assert find_python(home) == python
    assert answer(python) == "42"
    about = read_pointer(home)
    assert about["device"] == "cpu" and about["requirements"] == fingerprint(setup.requirements)
    assert log.fractions == sorted(log.fractions) and log.fractions[-1] == 1.0
    text = (home / "setup.log").read_text(encoding="utf-8")
    assert "tinyflow" in text and "Complete." in text
    assert status(home).ready


def test_the_next_one_replaces_it_only_when_it_is_ready(home, fake_setup):
    first = create(home, fake_setup("answer = 1"), Log())
    with pytest.raises(So2SatError, match=r"import test .* failed(.|\n)*no such device(.|\n)*setup\.log"):
        create(home, fake_setup("raise ImportError('no such device')"), Log())
    assert find_python(home) == first and answer(first) == "1"
    second = create(home, fake_setup("answer = 2"), Log())
    assert find_python(home) == second and answer(second) == "2"
    assert folders(home) == [read_pointer(home)["folder"]]


def test_a_failed_first_one_leaves_nothing_to_be_used(home, fake_setup):
    with pytest.raises(So2SatError, match="no such device"):
        create(home, fake_setup("raise ImportError('no such device')"), Log())
    assert folders(home) == [] and read_pointer(home) is None
    assert "no such device" in (home / "setup.log").read_text(encoding="utf-8")
    with pytest.raises(So2SatError, match="not set up yet.*Set up….*so2sat:setupruntime"):
        find_python(home)


def test_cancel_ends_what_was_started_and_leaves_nothing(home, fake_setup):
    # The import test starts a child, says so, and would go on for ten minutes.
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print('child', child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    log = Log(cancel_at="child ")
    with pytest.raises(Cancelled):
        create(home, fake_setup(code), log)
    pid = next(line.split()[1] for line in log.lines if line.startswith("child "))
    state = Path(f"/proc/{pid}/status")
    assert not state.exists() or "State:\tZ" in state.read_text()
    assert folders(home) == [] and read_pointer(home) is None


def test_a_missing_wheel_is_named_with_the_remedy(home, fake_setup, tmp_path):
    setup = fake_setup(wheels=str(tmp_path / "empty"))
    with pytest.raises(So2SatError, match=r"Wheels: .*empty is not a folder"):
        create(home, setup, Log())
    (tmp_path / "empty").mkdir()
    setup.requirements.write_text("absentflow==1.0\n")
    with pytest.raises(So2SatError, match=r"A wheel is missing in .*empty(.|\n)*pip download(.|\n)*absentflow==1.0"):
        create(home, setup, Log())
    assert folders(home) == []


def test_too_little_disk_is_said_before_anything_is_done(home, fake_setup):
    with pytest.raises(So2SatError, match="needs about 1000000 GB, but the disk of .* has .* GB free"):
        create(home, fake_setup(needed_gb={"cpu": 1_000_000}), Log())
    assert folders(home) == []


def test_two_at_once_are_refused_and_a_dead_holder_is_not(home, fake_setup):
    home.mkdir(parents=True)
    code = (
        "import sys, time; from pathlib import Path; from so2sat_qgis_plugin.engine.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(home / "setup.lock")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(So2SatError, match=f"being set up already \\(process {holder.pid}\\)"):
            create(home, fake_setup(), Log())
        holder.kill()
        holder.wait()
    assert create(home, fake_setup(), Log()).is_file()


def test_leftovers_of_a_killed_set_up_go(home, fake_setup):
    (home / "rt-halfdone" / "bin").mkdir(parents=True)
    create(home, fake_setup(), Log())
    assert "rt-halfdone" not in folders(home) and len(folders(home)) == 1


def test_a_runtime_whose_python_is_gone_says_so(home, fake_setup):
    python = create(home, fake_setup(), Log())
    python.unlink()
    with pytest.raises(So2SatError, match=r"is damaged.*Set up"):
        find_python(home)
    assert not status(home).ready and status(home).made


def test_a_runtime_of_other_requirements_is_used_and_told(home, fake_setup):
    create(home, fake_setup(), Log())  # made from the test's requirements, not from the plugin's
    found = status(home)
    assert found.ready and "another version of the plugin" in found.title


def test_named_interpreters_come_first(home, tmp_path, monkeypatch):
    named = Path(sys.executable)
    assert find_python(home, str(named)) == named
    with pytest.raises(So2SatError, match=r"setting so2sat/python names .*absent, which is not a file"):
        find_python(home, str(tmp_path / "absent"))
    monkeypatch.setenv("SO2SAT_PYTHON", str(tmp_path / "none"))
    with pytest.raises(So2SatError, match="SO2SAT_PYTHON names"):
        find_python(home, str(named))


class _Proxy(BaseHTTPRequestHandler):
    """An HTTP proxy that answers for http://packages.example by itself."""

    wheel: Path
    seen: list

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("Proxy-Authorization")))
        if self.path == "http://packages.example/simple/tinyflow/":
            body, kind = f'<a href="/{self.wheel.name}">{self.wheel.name}</a>'.encode(), "text/html"
        elif self.path == f"http://packages.example/{self.wheel.name}":
            body, kind = self.wheel.read_bytes(), "application/zip"
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def test_packages_come_through_the_proxy_and_its_password_stays_secret(home, fake_setup, tmp_path, monkeypatch):
    _Proxy.wheel, _Proxy.seen = make_wheel(tmp_path / "index", "tinyflow", "answer = 'by proxy'"), []
    monkeypatch.setenv("PIP_INDEX_URL", "http://packages.example/simple")
    monkeypatch.setenv("PIP_TRUSTED_HOST", "packages.example")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        proxy = f"http://user:pa%24%24word@127.0.0.1:{server.server_port}"
        log = Log()
        python = create(home, fake_setup(wheels="", proxy=proxy), log)
        server.shutdown()
    assert answer(python) == "by proxy"
    login = "Basic " + base64.b64encode(b"user:pa$$word").decode()
    assert [path for path, given in _Proxy.seen if given == login][-1].endswith(".whl")
    told = "\n".join(log.lines) + (home / "setup.log").read_text(encoding="utf-8") + json.dumps(read_pointer(home))
    assert "pa%24%24word" not in told and "pa$$word" not in told


def test_an_index_out_of_reach_is_said(home, fake_setup, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://packages.example/simple")
    monkeypatch.setenv("PIP_TRUSTED_HOST", "packages.example")
    monkeypatch.setenv("PIP_RETRIES", "0")
    setup = fake_setup(wheels="", proxy="http://127.0.0.1:9")  # the discard port: nobody listens
    with pytest.raises(
        So2SatError, match="package index cannot be reached, or lacks it: check the connection and QGIS's proxy"
    ):
        create(home, setup, Log())


def test_progress_names_the_package_and_never_goes_back(home, fake_setup):
    setup, log = fake_setup(), Log()
    make_wheel(Path(setup.wheels), "moreflow", "answer = 1")
    setup.requirements.write_text("tinyflow==1.0\nmoreflow==1.0\n")
    create(home, setup, log)
    assert log.fractions == sorted(log.fractions) and log.fractions[-1] == 1.0
    assert "Unpacking 2 packages" in log.lines and "Testing what was installed" in log.lines


def test_what_pip_writes_becomes_bytes_and_names(tmp_path):
    scratch, log = tmp_path / "scratch", Log()
    scratch.mkdir()
    job = Job(log, io.StringIO(), None)
    tracker = pip.Tracker(job, ["tensorflow", "tf-keras", "numpy"], scratch, tmp_path)
    tracker.watch("Collecting tensorflow==2.21.0")
    tracker.watch("  Downloading tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (572.4 MB)")
    (scratch / "pip-unpack-1").mkdir()
    with open(scratch / "pip-unpack-1" / "part.whl", "wb") as file:
        file.truncate(200_000_000)
    tracker._last = 0.0
    tracker.tick()
    assert log.said[-1] == "Fetching tensorflow: 200 of 572 MB" and "Fetching tensorflow (572 MB)" in log.lines
    so_far = log.fractions[-1]
    assert 0.2 < so_far < 0.3
    tracker.watch("Collecting tf_keras==2.21.0")
    tracker._last = 0.0
    tracker.watch("  Downloading tf_keras-2.21.0-py3-none-any.whl (1.7 MB)")
    assert log.said[-1].startswith("Fetching tf-keras: 0 of 2 MB") and log.fractions[-1] > 0.6
    tracker.watch("Installing collected packages: numpy, tensorflow, tf_keras")
    (tmp_path / "tensorflow-2.21.0.dist-info").mkdir()
    tracker._last = 0.0
    tracker.tick()
    assert log.said[-1].startswith("Unpacking: 1 of 3 packages; ") and log.fractions[-1] > 0.9


def test_what_a_cluster_needs_goes_with_the_rest():
    """Both files are given to pip at once, which takes no two versions of a package."""
    rows = [pip.pins(ROOT / f"so2sat_qgis_plugin/runtime/requirements{kind}.txt") for kind in ("", "-cluster")]
    versions = [
        dict(row.split(";")[0].strip().split("==") for row in some if "python_full" not in row) for some in rows
    ]
    shared = set(versions[0]) & set(versions[1])
    assert shared and {name: versions[0][name] for name in shared} == {name: versions[1][name] for name in shared}


def test_every_pinned_package_has_its_size():
    named = {row.split("==")[0].strip() for row in pip.pins(ROOT / "so2sat_qgis_plugin/runtime/requirements.txt")}
    assert set(pip.sizes()) == named and pip.download_size() > 300_000_000


def test_repair_makes_anew_only_what_is_damaged(home, fake_setup):
    python = create(home, fake_setup(), Log())
    log = Log()
    assert repair(home, fake_setup(), log) == python and "Nothing is damaged." in log.lines
    next(python.parents[1].glob("lib/*/site-packages/tinyflow.py")).unlink()
    mended = repair(home, fake_setup(), log)
    assert mended != python and answer(mended) == "42"
    assert any("damaged, and made anew" in line and "tinyflow" in line for line in log.lines)
    mended.unlink()
    assert answer(repair(home, fake_setup(), Log())) == "42"
    assert len(folders(home)) == 1


def test_remove_leaves_modules_and_results(home, fake_setup):
    create(home, fake_setup(), Log())
    (home / "modules").mkdir()
    remove(home)
    assert folders(home) == [] and read_pointer(home) is None and (home / "modules").is_dir()
    assert status(home).state == "missing"
    remove(home)
    remove(home / "absent")
