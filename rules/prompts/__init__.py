"""Questions to people: what is asked, who may answer, and what an answer does."""
