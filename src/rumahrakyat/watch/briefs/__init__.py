"""The daily brief and the weekly one."""
