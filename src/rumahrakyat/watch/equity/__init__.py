"""Reports and answers by where people live."""
