"""Runs the command of a calendar program, one after the other, in the programs' own environment.

Reads one JSON object a line: `run` (a key of `COMMANDS`), `arguments`, `environment`, `answers` (standard input).
Writes one: `code` and `output`, standard error included. Each command is a process of its own, split off from this
one, so that it starts fresh but the programs are loaded only once: that is most of what a command takes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import Any

from ics_caldav_sync import main as ics_caldav_sync
from khal.cli import main_khal as khal
from vdirsyncer.cli import app as vdirsyncer

COMMANDS: dict[str, Callable[[], Any]] = {"ics_caldav_sync": ics_caldav_sync, "khal": khal, "vdirsyncer": vdirsyncer}


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Run one command to its end."""
    with tempfile.TemporaryFile() as answers, tempfile.TemporaryFile() as output:
        answers.write(order.get("answers", "").encode())
        answers.seek(0)
        child = os.fork()
        if not child:
            for here, there in ((answers, 0), (output, 1), (output, 2)):
                os.dup2(here.fileno(), there)
            os._exit(command(order))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        output.seek(0)
        return {"code": code, "output": output.read().decode(errors="replace")}


def command(order: dict[str, Any]) -> int:
    """Be the program: its arguments, its environment, its exit code."""
    os.environ.update(order.get("environment", {}))
    sys.argv = [order["run"], *order.get("arguments", ())]
    sys.stdin = open(0)  # noqa: SIM115 - what this process has read ahead is not for the program
    try:
        COMMANDS[order["run"]]()
        code: Any = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 1


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
