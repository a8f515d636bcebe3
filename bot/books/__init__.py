"""What the register gives away and gives up: exports, evidence, reports, and what is erased."""
