"""What devices report: it becomes known, fades, and is told where nobody should miss it."""
