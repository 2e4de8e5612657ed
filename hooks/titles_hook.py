"""MkDocs adapter: what the pages are called, told to the press before any is drawn, for some list the others."""

from pathlib import Path

from mkdocs.plugins import event_priority


@event_priority(-200)
def on_files(files, config):
    """Tell the titles of all pages of the language that is built."""
    locale = config.plugins["i18n"].current_language
    prefix = config.extra["norprem"].site.prefix(locale)
    pages = {
        file.url.removeprefix(prefix).removeprefix("./"): file.abs_src_path for file in files.documentation_pages()
    }
    config.extra["norprem_press"].meet(locale, {address: Path(path) for address, path in pages.items()})
    return files
