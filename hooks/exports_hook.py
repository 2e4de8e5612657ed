"""MkDocs adapter: calendars, site map, error pages and search index, once the pages of all languages are written."""

from itertools import chain
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger

from norprem import searching
from norprem.exports import files, sitemap
from norprem.output import write
from norprem.readers import Readers

log = get_plugin_logger("norprem")


def on_post_template(output_content, template_name, config):
    """Write the error page of each language where its readers find it; MkDocs itself would keep only the last one."""
    if template_name != "404.html":
        return output_content
    locale = config.plugins["i18n"].current_language
    write(Path(config.site_dir), config.extra["norprem"].site.prefix(locale) + "404.html", output_content)
    return ""


@event_priority(-200)
def on_post_build(config):
    """Write what machines read; the nested builds of further languages leave it to the outer one."""
    i18n = config.plugins["i18n"]
    if i18n.building:
        return
    site = Path(config.site_dir)
    edition, press = config.extra["norprem"], config.extra["norprem_press"]
    pages = sitemap.sitemap(press.site_map(), site=edition.site, tags=edition.tags)
    for path, content in chain(files.everything(edition), [("sitemap.xml", pages)]):
        write(site, path, content)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    try:
        log.info(searching.index(site, edition.synonyms, edition.audiences, Readers(edition.catalogue).of))
    except searching.IndexFailed as error:
        raise PluginError(f"search index: {error}") from error
