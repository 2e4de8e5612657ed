"""The road from a form to a merged pull request, played."""
