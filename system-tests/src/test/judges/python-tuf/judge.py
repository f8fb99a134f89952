import json
import os
import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "packages"))

from tuf.ngclient import Updater, UpdaterConfig  # noqa: E402


def updater(request):
    """An Updater is made for one update: its reference time is that of its making, so it is set before anything is read."""
    state = request["state"]
    made = Updater(
        metadata_dir=os.path.join(state, "metadata"),
        metadata_base_url=request["metadata"],
        target_dir=os.path.join(state, "targets"),
        target_base_url=request["targets"],
        config=UpdaterConfig(),
        bootstrap=None,
    )
    trusted = made._trusted_set
    if not isinstance(trusted.reference_time, datetime):
        raise RuntimeError("This version of python-tuf keeps its reference time elsewhere")
    trusted.reference_time = datetime.fromisoformat(request["now"].replace("Z", "+00:00"))
    return made


def update(request):
    client = updater(request)
    client.refresh()
    return {"root": client._trusted_set.root.version, "targets": client._trusted_set.targets.version}


def target(request):
    found = updater(request).get_targetinfo(request["name"])
    return {"length": found.length, "sha256": found.hashes["sha256"]} if found else {}


def download(request):
    client = updater(request)
    return {"file": client.download_target(client.get_targetinfo(request["name"]))}


def say(answer):
    print(json.dumps(answer), flush=True)


ANSWERS = {"update": update, "target": target, "download": download}

say({"version": version("tuf")})
for line in sys.stdin:
    asked = json.loads(line)
    try:
        say(ANSWERS[asked["do"]](asked))
    except Exception as error:  # Whatever a client raises, it does not accept.
        say({"refused": f"{type(error).__name__}: {error}"})
