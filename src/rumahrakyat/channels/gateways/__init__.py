"""What the SMS gateways that speak HTTP have in common: who may knock, how numbers are written, what is set."""
