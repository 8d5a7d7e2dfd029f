"""The explorer: a page for the browser in which a reader moves everything by hand."""
