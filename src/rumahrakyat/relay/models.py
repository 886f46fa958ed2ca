"""Those who carry words and work where no signal is: village heads, field officers."""
