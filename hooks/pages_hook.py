"""MkDocs adapter: listings into pages, what the theme is told of a page, the pages that one rendering turns into."""

from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from norprem.output import write
from norprem.pages.press import Press, UnknownListing


def _place(page, config):
    """Language of the build, and path of the page within it."""
    locale = config.plugins["i18n"].current_language
    return locale, page.url.removeprefix(config.extra["norprem"].site.prefix(locale)).removeprefix("./")


def on_config(config):
    """Set up the press of this build."""
    config.extra.setdefault("norprem_press", Press(config.extra["norprem"]))
    return config


def on_page_content(html, page, config, files):
    """Draw what a page asks for: listings, and the marks in its text."""
    try:
        return config.extra["norprem_press"].content(html, *_place(page, config))
    except UnknownListing as error:
        raise PluginError(f"{page.file.src_uri}: {error}") from error


def on_env(env, config, files):
    """Let the pages that the menu does not name belong to the section of their list: it shows where the reader is."""
    pages = {_place(file.page, config)[1]: file.page for file in files.documentation_pages()}
    for address, section in config.extra["norprem_press"].belongs(pages).items():
        pages[address].parent = pages[section].parent
    return env


@event_priority(-200)
def on_page_context(context, page, config, nav):
    """Tell the theme what it shows around the text."""
    locale, address = _place(page, config)
    written_in = {other: file.locale == other for other, file in page.file.alternates.items()}
    meta = {**page.meta, "title": page.title or ""}
    context["view"] = config.extra["norprem_press"].view(locale, address, meta, written_in, f"docs/{page.file.src_uri}")
    return context


@event_priority(-200)
def on_post_page(output, page, config):
    """Write what a rendered page turns into; MkDocs itself writes the one at the page's own address."""
    locale, address = _place(page, config)
    prefix, own = config.extra["norprem"].site.prefix(locale), ""
    for path, html in config.extra["norprem_press"].pages(output, locale, address):
        if path == address:
            own = html
        else:
            write(Path(config.site_dir), f"{prefix}{path}index.html", html)
    return own
