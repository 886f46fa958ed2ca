"""Cases that change hands: outside bodies by letter, disputes and who decides them."""
