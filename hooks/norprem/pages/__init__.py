"""Records to HTML: listings that take the place of a marker, and pages that fill a shell the theme has rendered."""
