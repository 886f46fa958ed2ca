"""Working on a case together: mentions, tasks, links, who has it open."""
