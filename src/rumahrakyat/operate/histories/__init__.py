"""Random lives of cases, judged four times over: by rules written down plainly, by the machine, by the real product,
and against another set of rules."""
