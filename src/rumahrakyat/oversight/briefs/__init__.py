"""What those who watch are told without asking: the daily and the weekly brief, and alerts by rule between them."""
