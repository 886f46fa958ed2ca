"""From page to act: ask, watch, say a word to an agency."""
