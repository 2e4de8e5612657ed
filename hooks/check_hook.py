"""MkDocs adapter: load and check the catalogue once per build; an error stops it with the text of `norprem check`."""

import os
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority, get_plugin_logger

from norprem import build, chronicle, history, report
from norprem.edition import Edition
from norprem.words import NoWording

log = get_plugin_logger("norprem")


@event_priority(50)
def on_config(config):
    """Put the edition into `config.extra.norprem`; the nested build of a further language finds it there."""
    if "norprem" not in config.extra:
        try:
            config.extra["norprem"] = _edition(config)
        except (NoWording, ValueError) as error:
            raise Abort(f"\n{error}") from None
    return config


def _edition(config):
    extra = config.extra
    curricula = Path(config.config_file_path).parent / extra["curricula"]
    checked = build.check(curricula, build.build_day(os.environ), docs=Path(config.docs_dir))
    told = report.as_text(checked.findings, "nb", prefix=f"{extra['curricula']}/", files=checked.files)
    if report.has_errors(checked.findings):
        raise Abort(f"\n{told}")
    log.info(told)
    return Edition.of(
        checked.catalogue,
        checked.today,
        base=config.site_url,
        repository=extra["repository"],
        curricula=extra["curricula"],
        course_template=build.course_template(curricula),
        earlier=history.earlier(curricula, checked.catalogue),
        history=chronicle.chronicle(curricula, checked.catalogue, checked.today),
        demo=extra["demo"],
        statement=extra["accessibility_statement"],
        security_contact=extra["security_contact"],
        contact=extra["contact"],
    )
